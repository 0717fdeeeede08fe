"""Finds out from the source how the code uses parameters that belong to no built-in layer."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from .frameworks.base import Framework
from .record_use_rules import Scope, combine, uses_of

# Methods that give parameters their first values or describe them say nothing about what the model computes.
_NOT_COMPUTING = re.compile(
    r"_?(re)?(init|reset|load|save|extra_repr|state_dict|from_pretrained|set_|get_num).*|__(?!call).*"
)


class UseFinder:
    """Reads the source of the classes of one model; each class is read once."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._scopes: dict[type, list[Scope]] = {}
        self._reads: dict[type, list[tuple[str, frozenset[str]]]] = {}

    def uses(self, modules: Sequence[tuple[str, Any]], owners: dict[str, str]) -> dict[str, str]:
        """Return the use of each parameter that user code decides; `owners` maps its name to its module's path."""
        by_path = dict(modules)
        raw = {name for name, path in owners.items() if not self._framework.is_framework_class(type(by_path[path]))}
        found: dict[str, set[str]] = {}
        for path, module in modules:
            if not self._framework.is_framework_class(type(module)):
                for chain, uses in self._class_reads(type(module)):
                    name = f"{path}.{chain}" if path else chain
                    if name in raw:
                        found.setdefault(name, set()).update(uses)
        return {name: combine(uses) for name, uses in found.items()}

    def _class_reads(self, cls: type) -> list[tuple[str, frozenset[str]]]:
        """Return every attribute chain read from `self` in the class with its uses."""
        if cls not in self._reads:
            self._reads[cls] = [
                (chain, frozenset(uses_of(node, scope)))
                for scope in self._class_scopes(cls)
                for chain, node in _self_chains(scope)
            ]
        return self._reads[cls]

    def _class_scopes(self, cls: type) -> list[Scope]:
        """Return one scope for each method that an instance can run; an override hides what it does not call."""
        scopes: list[Scope] = []
        hidden: set[str] = set()
        for base in cls.__mro__:
            if base is object or self._framework.is_framework_class(base):
                continue
            if base not in self._scopes:
                self._scopes[base] = _scopes(base, self._framework.name)
            for scope in self._scopes[base]:
                if scope.name not in hidden:
                    scopes.append(scope)
            hidden.update(scope.name for scope in self._scopes[base] if not scope.calls_super)
        return scopes


def _scopes(cls: type, framework: str) -> list[Scope]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
        names = vars(inspect.getmodule(cls))
    except (OSError, TypeError, SyntaxError):
        return []
    definition = tree.body[0]
    if not isinstance(definition, ast.ClassDef):
        return []
    functions = [node for node in definition.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    methods = frozenset(function.name for function in functions)
    return [
        Scope(function, framework, names, methods)
        for function in functions
        if not _NOT_COMPUTING.fullmatch(function.name) and function.args.args
    ]


def _self_chains(scope: Scope) -> Iterable[tuple[str, ast.Attribute]]:
    for node in ast.walk(scope.function):
        if isinstance(node, ast.Attribute):
            parts: list[str] = []
            value: ast.expr = node
            while isinstance(value, ast.Attribute):
                parts.append(value.attr)
                value = value.value
            if isinstance(value, ast.Name) and value.id == scope.self_name:
                yield ".".join(reversed(parts)), node
