"""Records what the expressions of a program are while it runs, for comparison with what the engine says they are.

Each loaded name, attribute, call, subscript and operation is routed through a function that notes the type of the
value; the program computes what it computed before.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
import os
import runpy
import sys
import types
from typing import Any

RECORDED = (
    ast.Name,
    ast.Attribute,
    ast.Call,
    ast.Subscript,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.BoolOp,
    ast.IfExp,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.ListComp,
)
HOOK = "__paddle_port_record__"


def describe(value: Any, depth: int = 0) -> dict:
    """A value's type in plain data: class, and for tensors dtype and rank, for containers their items."""
    kind = type(value)
    result: dict = {"class": f"{kind.__module__}.{kind.__qualname__}"}
    torch = sys.modules.get("torch")
    if torch is not None:
        if isinstance(value, torch.Tensor):
            result |= {"kind": "tensor", "dtype": str(value.dtype).removeprefix("torch."), "rank": value.dim()}
            return result
        if isinstance(value, torch.Size):
            return result | {"kind": "size"}
        if isinstance(value, torch.dtype):
            return result | {"kind": "dtype"}
        if isinstance(value, torch.device):
            return result | {"kind": "device"}
    if value is None:
        return result | {"kind": "none"}
    if kind in (bool, int, float, complex, str, bytes, slice, range):
        result |= {"kind": "builtin", "name": kind.__name__}
        if kind in (bool, int) and abs(value) < 1 << 53:
            result["value"] = value
        if kind is str and len(value) < 60:
            result["value"] = value
        return result
    if kind is type(...):
        return result | {"kind": "builtin", "name": "ellipsis"}
    for container in (list, tuple, set, frozenset, dict):
        if isinstance(value, container):
            name = "set" if container is frozenset else container.__name__
            result |= {"kind": name, "bases": [base.__qualname__ for base in kind.__mro__]}
            if depth < 2 and len(value) <= 50:
                items = value.values() if container is dict else value
                result["items"] = [describe(item, depth + 1) for item in list(items)]
            return result
    if isinstance(value, types.ModuleType):
        return result | {"kind": "module", "name": value.__name__}
    if isinstance(value, type):
        return result | {"kind": "class", "name": f"{value.__module__}.{value.__qualname__}"}
    if isinstance(value, (types.FunctionType, types.MethodType)):
        return result | {"kind": "function", "name": value.__qualname__}
    if isinstance(value, (types.BuiltinFunctionType, types.MethodDescriptorType, types.MethodWrapperType)):
        return result | {"kind": "callable", "name": value.__name__}
    return result | {"kind": "object", "bases": [base.__qualname__ for base in kind.__mro__]}


class _Places(ast.NodeTransformer):
    """Wraps the expressions; places are offsets in UTF-16 units, as an editor counts."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = [line.encode() for line in text.splitlines(keepends=True)]
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + _units(line.decode()))

    def offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + _units(self.lines[line - 1][:column].decode())

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if not isinstance(node, RECORDED) or not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return node
        if isinstance(node, ast.Name) and node.id == HOOK:
            return node
        start = self.offset(node.lineno, node.col_offset)
        end = self.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        call = ast.Call(
            func=ast.Name(id=HOOK, ctx=ast.Load()),
            args=[node, ast.Constant(self.file), ast.Constant(start), ast.Constant(end)],
            keywords=[],
        )
        return ast.copy_location(call, node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        returns, node.returns = node.returns, None
        self.generic_visit(node)
        node.returns = returns
        return node

    def visit_Match(self, node: ast.Match) -> ast.AST:
        for case in node.cases:
            case.body = [self.visit(statement) for statement in case.body]
        node.subject = self.visit(node.subject)
        return node

    def visit_Delete(self, node: ast.Delete) -> ast.AST:
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        # Before Python 3.12 the places inside an f-string are not those of the file.
        return node


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Recorder:
    """What was seen: (file, start, end) -> the different descriptions."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, int, int], list[dict]] = {}

    def __call__(self, value: Any, file: str, start: int, end: int) -> Any:
        known = self.seen.setdefault((file, start, end), [])
        if len(known) < 12:
            found = describe(value)
            if found not in known:
                known.append(found)
        return value

    def results(self) -> list[dict]:
        """All places with what was seen there."""
        return [
            {"file": file, "start": start, "end": end, "seen": seen} for (file, start, end), seen in self.seen.items()
        ]


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the program's other files instrumented."""

    def __init__(self, folder: str, paths: list[str]) -> None:
        self.folder = os.path.abspath(folder)
        self.paths = set(paths)

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        base = name.replace(".", "/")
        for candidate in (f"{base}.py", f"{base}/__init__.py"):
            if candidate in self.paths:
                full = os.path.join(self.folder, candidate)
                package = candidate.endswith("__init__.py")
                locations = [os.path.dirname(full)] if package else None
                return importlib.util.spec_from_file_location(
                    name, full, loader=self, submodule_search_locations=locations
                )
        return None

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        file = os.path.relpath(module.__file__ or "", self.folder)
        with open(module.__file__ or "", encoding="utf-8") as source:
            exec(instrument(source.read(), file, module.__file__ or ""), module.__dict__)


def instrument(text: str, file: str, full: str) -> types.CodeType:
    """Compiles a text with its expressions recorded."""
    tree = _Places(text, file).visit(ast.parse(text))
    return compile(ast.fix_missing_locations(tree), full, "exec")


def install(folder: str, paths: list[str], root: str | None) -> Recorder:
    """Starts recording in files of a program, imported ones and the one that runpy executes, or in those of a root."""
    import builtins

    recorder = Recorder()
    setattr(builtins, HOOK, recorder)
    sys.meta_path.insert(0, _Finder(root or folder, paths))
    if root is not None:
        sys.path.insert(0, root)
        return recorder

    def code_of(full: str) -> types.CodeType:
        with open(full, encoding="utf-8") as source:
            return instrument(source.read(), os.path.relpath(full, folder), full)

    def run_path(full: str, run_name: str) -> dict:
        module = types.ModuleType(run_name)
        module.__file__ = full
        sys.modules[run_name] = module
        exec(code_of(full), module.__dict__)
        return module.__dict__

    runpy.run_path = run_path  # type: ignore[assignment]
    return recorder
