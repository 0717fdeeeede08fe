"""How the code uses a parameter, decided from its syntax alone."""

from __future__ import annotations

import ast
import textwrap
from types import ModuleType
from typing import Any

import pytest

from paddle_port.record_use_rules import Scope, combine, uses_of


def functional(framework: str) -> dict[str, Any]:
    """Return stand-ins for the framework's modules: only names and homes of functions matter to the rules."""
    root, inner = ModuleType(framework), ModuleType(f"{framework}.nn.functional")
    for module, names in ((root, "matmul einsum cat"), (inner, "linear embedding conv1d layer_norm")):
        for name in names.split():

            def function() -> None: ...

            function.__name__, function.__module__ = name, module.__name__
            setattr(module, name, function)
    return {framework: root, "F": inner, "helper": lambda x, w: x @ w}


def use(body: str, framework: str = "torch") -> str:
    source = "def forward(self, x):\n" + textwrap.indent(body, "    ")
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef)
    scope = Scope(definition, framework, functional(framework), frozenset(["forward"]))
    found: set[str] = set()
    for node in ast.walk(definition):
        if isinstance(node, ast.Attribute) and node.attr == "w" and isinstance(node.value, ast.Name):
            found |= uses_of(node, scope)
    return combine(found)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return x @ self.w", "x@W"),
        ("return self.w @ x", "W@x"),
        ("return x @ self.w.T", "W@x"),
        ("return x @ self.w.transpose(0, 1)", "W@x"),
        ("return x @ self.w.transpose([1, 0])", "W@x"),
        ("return x @ self.w.permute(0, 1)", "unknown"),
        ("return (x @ self.w).transpose(0, 1)", "x@W"),
        ("return torch.matmul(self.w, x)", "W@x"),
        ("return F.linear(x, self.w)", "linear"),
        ("return F.linear(x, self.w.t())", "x@W"),
        ("return F.linear(x, x, self.w)", "elementwise"),
        ("return F.linear(x, self.w[:2])", "unknown"),
        ("return F.linear(x, self.w * 0.5)", "unknown"),
        ("w = self.w\nw = w * 2\nreturn F.linear(x, w)", "unknown"),
        ("w = self.w.to(x.dtype)\nreturn x @ w", "x@W"),
        ("return F.embedding(x, self.w)", "embedding"),
        ("return F.conv1d(x, self.w)", "convolution"),
        ("return F.layer_norm(x, (3,), self.w)", "elementwise"),
        ("return x * self.w.exp()", "elementwise"),
        ("return torch.cat([self.w.expand(2, -1), x], dim=1)", "elementwise"),
        ("return torch.einsum('bi,oi->bo', x, self.w)", "W@x"),
        ("return F.linear(x, self.w) @ self.w", "unknown"),
        ("return helper(x, self.w)", "unknown"),
        ("return self.w", "unknown"),
        ("self.w = x", "unknown"),
        ("if self.w is not None:\n    x = x @ self.w\nreturn x.to(self.w.dtype)", "x@W"),
    ],
)
def test_torch(body: str, expected: str) -> None:
    assert use(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return paddle.matmul(x, self.w, transpose_y=True)", "W@x"),
        ("return F.linear(x, self.w)", "linear"),
        # Paddle's linear multiplies with the matrix itself, so a transposed one is stored [out, in].
        ("return F.linear(x, self.w.T)", "W@x"),
    ],
)
def test_paddle(body: str, expected: str) -> None:
    assert use(body, "paddle") == expected


def test_linear_of_the_compat_namespace_is_not_paddles_own() -> None:
    names = functional("paddle")
    names["F"].linear.__module__ = "paddle.compat.nn.functional"
    definition = ast.parse("def forward(self, x):\n    return F.linear(x, self.w)").body[0]
    assert isinstance(definition, ast.FunctionDef)
    scope = Scope(definition, "paddle", names, frozenset())
    node = next(node for node in ast.walk(definition) if isinstance(node, ast.Attribute) and node.attr == "w")
    assert combine(uses_of(node, scope)) == "unknown"


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ([], "unknown"),
        (["x@W"], "x@W"),
        (["x@W", "elementwise"], "x@W"),
        (["linear", "elementwise"], "unknown"),
        (["x@W", "W@x"], "unknown"),
        (["x@W", "unknown"], "unknown"),
    ],
)
def test_combine(uses: list[str], expected: str) -> None:
    assert combine(uses) == expected
