"""The rules that say what an expression does with a parameter: is its layout decided by the call that consumes it?

Uses are those of the module tree: `x@W` (stored [in, out]), `W@x` (stored [out, in]), `linear`, `embedding`,
`convolution`, `elementwise` (the layout is kept), `unknown`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

_SAME_LAYOUT = frozenset(
    "to float half double bfloat16 type type_as contiguous clone detach cast astype cuda cpu requires_grad_".split()
)
_FLIPS = frozenset("transpose permute swapaxes swapdims".split())
_NO_VALUE = frozenset(
    "dtype device shape ndim size dim numel requires_grad stop_gradient grad is_cuda place name element_size".split()
)
# Results of these keep the rows and columns of the parameter where both frameworks put them alike.
_POINTWISE = frozenset(
    """abs add add_ sub mul div divide multiply subtract pow exp expm1 log log1p sqrt rsqrt square sin cos tanh sigmoid
    softmax log_softmax relu softplus silu gelu clamp clip sum mean norm normalize std var max min round sign neg where
    expand expand_as broadcast_to repeat tile unsqueeze squeeze view view_as reshape flatten unflatten chunk split
    unbind narrow index_select gather take cat concat stack roll flip pad masked_fill lerp maximum minimum item tolist
    interpolate unsqueeze_ repeat_interleave""".split()
)
_MATMUL = frozenset("matmul mm bmm mv".split())
_NORMS = frozenset("layer_norm batch_norm group_norm instance_norm rms_norm prelu".split())
# The keyword arguments of torch.nn.functional.multi_head_attention_forward that it gives to F.linear.
_ATTENTION = frozenset("in_proj_weight out_proj_weight q_proj_weight k_proj_weight v_proj_weight".split())
_FLIPPED = {"x@W": "W@x", "W@x": "x@W"}


class Scope:
    """One method: its syntax, who its parents are, and what names mean in it."""

    def __init__(
        self,
        function: ast.FunctionDef | ast.AsyncFunctionDef,
        framework: str,
        names: dict[str, Any],
        methods: frozenset[str],
    ) -> None:
        self.function = function
        self.name = function.name
        self.self_name = function.args.args[0].arg
        self.framework = framework
        self.names = names
        self.methods = methods
        self.parents = {child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
        self.calls_super = any(isinstance(node, ast.Name) and node.id == "super" for node in ast.walk(function))

    def loads(self, name: str) -> Iterable[ast.Name]:
        """Yield where the method reads the local variable."""
        for node in ast.walk(self.function):
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
                yield node


def combine(uses: Iterable[str]) -> str:
    """Return the one use that stands for all: pointwise work does not change the layout that a product needs."""
    rest = set(uses)
    if len(rest) == 2 and "elementwise" in rest and rest & {"x@W", "W@x", "embedding", "convolution"}:
        rest.discard("elementwise")
    return rest.pop() if len(rest) == 1 else "unknown"


def uses_of(node: ast.expr, scope: Scope) -> set[str]:
    """Return what the method does with the value of `node`, an attribute read from self."""
    return _Classifier(scope).follow(node, False)


class _Classifier:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._seen: set[tuple[str, bool]] = set()

    def follow(self, node: ast.AST, flipped: bool) -> set[str]:
        """Return the uses of the value of `node`; `flipped` if it is the parameter transposed."""
        parent = self._scope.parents.get(node)
        if isinstance(parent, ast.Attribute):
            return self._attribute(parent, flipped)
        if isinstance(parent, ast.BinOp):
            if isinstance(parent.op, ast.MatMult):
                return {_product(node is parent.right, flipped)}
            return self._pointwise(parent)
        if isinstance(parent, (ast.UnaryOp, ast.Subscript)):
            if isinstance(parent, ast.Subscript) and parent.slice is node:
                return {"elementwise"}
            return self._pointwise(parent)
        if isinstance(parent, ast.Call):
            return self._argument(parent, node, None, flipped)
        if isinstance(parent, ast.keyword):
            call = self._scope.parents[parent]
            return self._argument(call, node, parent.arg, flipped) if isinstance(call, ast.Call) else {"unknown"}
        if isinstance(parent, ast.IfExp):
            return set() if parent.test is node else self.follow(parent, flipped)
        if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            return self._assigned(parent, node, flipped)
        if isinstance(parent, ast.AugAssign):
            if parent.target is node:
                return set()
            return {_product(True, flipped)} if isinstance(parent.op, ast.MatMult) else {"elementwise"}
        if isinstance(parent, (ast.List, ast.Tuple)):
            holder = self._scope.parents.get(parent)
            if isinstance(holder, (ast.Call, ast.keyword)):
                return self._pointwise(parent)
            return {"unknown"}
        if isinstance(parent, (ast.Compare, ast.BoolOp, ast.If, ast.While, ast.Assert, ast.Expr, ast.FormattedValue)):
            return set()
        return {"unknown"}

    def _attribute(self, node: ast.Attribute, flipped: bool) -> set[str]:
        if node.attr in ("T", "mT"):
            return self.follow(node, not flipped)
        if node.attr == "data":
            return self.follow(node, flipped)
        if node.attr in _NO_VALUE:
            return set()
        call = self._scope.parents.get(node)
        if not (isinstance(call, ast.Call) and call.func is node):
            return {"unknown"}
        if node.attr in _SAME_LAYOUT:
            return self.follow(call, flipped)
        if node.attr == "t" or (node.attr in _FLIPS and _swaps(call)):
            return self.follow(call, not flipped)
        if node.attr in _MATMUL:
            return {_product(False, flipped != _flag(call, "transpose_x"))}
        return self._pointwise(call) if node.attr in _POINTWISE else {"unknown"}

    def _argument(self, call: ast.Call, node: ast.AST, keyword: str | None, flipped: bool) -> set[str]:
        position = next((index for index, argument in enumerate(call.args) if argument is node), None)
        api = self._api(call.func)
        if api in ("linear", "embedding") or (api or "").startswith("conv"):
            if keyword == "weight" or position == 1:
                use = "convolution" if str(api).startswith("conv") else str(api)
                if flipped and use == "linear":
                    # PyTorch multiplies with the transpose, Paddle with the matrix itself.
                    return {"x@W" if self._scope.framework == "torch" else "W@x"}
                return {"unknown"} if flipped else {use}
            return {"elementwise"}
        if api in _MATMUL:
            right = position == 1 or keyword in ("other", "mat2", "y", "input2")
            return {_product(right, flipped != _flag(call, "transpose_y" if right else "transpose_x"))}
        if api == "multi_head_attention_forward" and keyword is not None:
            if keyword in _ATTENTION:
                return {"unknown"} if flipped else {"linear"}
            return {"elementwise"} if "bias" in keyword else {"unknown"}
        if api == "einsum":
            return {_einsum(call, position, flipped)}
        if api in _NORMS:
            return {"elementwise"}
        if api in _POINTWISE:
            return self._pointwise(call)
        if api is None and isinstance(call.func, ast.Attribute):
            if call.func.attr in _MATMUL and position == 0:
                return {_product(True, flipped != _flag(call, "transpose_y"))}
            if call.func.attr in _POINTWISE:
                return self._pointwise(call)
        return {"unknown"}

    def _pointwise(self, node: ast.AST) -> set[str]:
        """Follow a value that is computed from the parameter, element by element or by moving blocks."""
        later = self.follow(node, False)
        if "linear" in later:
            # The port gives F.linear a transposed matrix, and pointwise work need not commute with that.
            return {"unknown"}
        if self._meets_data(node):
            return {"elementwise"}
        return later if later else {"elementwise"}

    def _meets_data(self, node: ast.AST) -> bool:
        """Tell whether the expression also depends on a local variable, so that its value is an activation."""
        return any(
            isinstance(name, ast.Name) and name.id != self._scope.self_name and name.id not in self._scope.names
            for name in ast.walk(node)
        )

    def _assigned(self, statement: ast.AST, node: ast.AST, flipped: bool) -> set[str]:
        if isinstance(statement, ast.Assign):
            targets = statement.targets if statement.value is node else []
        elif isinstance(statement, (ast.AnnAssign, ast.NamedExpr)):
            targets = [statement.target] if statement.value is node else []
        else:
            targets = []
        found: set[str] = set()
        for target in targets:
            if not isinstance(target, ast.Name):
                return {"unknown"}
            if (target.id, flipped) not in self._seen:
                self._seen.add((target.id, flipped))
                for load in self._scope.loads(target.id):
                    found |= self.follow(load, flipped)
        if isinstance(statement, ast.NamedExpr) and targets:
            found |= self.follow(statement, flipped)
        return found

    def _api(self, function: ast.expr) -> str | None:
        """Return the last name of a function of this framework, decided by what the module's names really are."""
        parts: list[str] = []
        while isinstance(function, ast.Attribute):
            parts.append(function.attr)
            function = function.value
        if not isinstance(function, ast.Name) or function.id not in self._scope.names:
            return None
        value = self._scope.names[function.id]
        owner = getattr(value, "__name__", "")
        for part in reversed(parts):
            owner = getattr(value, "__name__", owner)
            value = getattr(value, part, None)
        home = str(getattr(value, "__module__", None) or owner)
        if home.startswith("paddle.compat"):
            return "compat"
        name = parts[0] if parts else str(getattr(value, "__name__", ""))
        inside = home.split(".")[0] == self._scope.framework or owner.split(".")[0] == self._scope.framework
        return name if callable(value) and inside else None


def _product(right: bool, flipped: bool) -> str:
    use = "x@W" if right else "W@x"
    return _FLIPPED[use] if flipped else use


def _swaps(call: ast.Call) -> bool:
    """Tell whether transpose or permute is given literally the swap of a matrix."""
    arguments: list[Any] = []
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        try:
            value = ast.literal_eval(argument)
        except ValueError:
            return False
        arguments.extend(value if isinstance(value, (list, tuple)) else [value])
    return arguments in ([0, 1], [1, 0], [-1, -2], [-2, -1]) and not (
        arguments == [0, 1] and (len(call.args) == 1 or getattr(call.func, "attr", "") == "permute")
    )


def _flag(call: ast.Call, name: str) -> bool:
    return any(
        keyword.arg == name and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in call.keywords
    )


def _einsum(call: ast.Call, position: int | None, flipped: bool) -> str:
    """Return the use of a matrix in a two-operand einsum: which of its axes is summed."""
    equation = call.args[0] if call.args else None
    if not (isinstance(equation, ast.Constant) and isinstance(equation.value, str)) or position is None:
        return "unknown"
    left, arrow, output = equation.value.replace(" ", "").partition("->")
    operands = left.split(",")
    if not arrow or len(operands) != 2 or not 1 <= position <= 2:
        return "unknown"
    axes = operands[position - 1]
    other = operands[2 - position]
    summed = [axis for axis in axes if axis not in output and axis in other]
    if len(axes) != 2 or len(summed) != 1:
        return "elementwise" if not summed else "unknown"
    return _product(axes.index(summed[0]) == 0, flipped)
