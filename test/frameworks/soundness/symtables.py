"""Writes the scopes of Python files as Python's own `symtable` sees them.

Reads one path a line from stdin and answers with one JSON line each: `path` and `scopes`, a list of
"kind name line|locals|declared global|declared nonlocal", or `error` where Python refuses the file.
"""

from __future__ import annotations

import json
import symtable
import sys
import tokenize
import warnings

COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}


def scopes(table: symtable.SymbolTable, found: list[str]) -> None:
    """Appends the scope of a table and those of all tables inside it."""
    kind = str(table.get_type()).split(".")[-1].lower()
    if kind in ("module", "class", "function"):
        name = table.get_name()
        line = table.get_lineno()
        names = {symbol.get_name() for symbol in table.get_symbols()}
        if name in COMPREHENSIONS and ".0" in names:
            kind, name = "comprehension", "-"
        elif name == "lambda":
            kind, name = "lambda", "-"
        elif kind == "module":
            name, line = "-", 0
        symbols = [symbol for symbol in table.get_symbols() if symbol.get_name() != ".0"]
        bound = {symbol.get_name() for symbol in symbols if symbol.is_local()}
        if kind == "module":
            bound |= walrus_names(table)
        parts = [
            sorted(bound),
            sorted(s.get_name() for s in symbols if s.is_declared_global()) if kind != "module" else [],
            sorted(s.get_name() for s in symbols if s.is_nonlocal()) if kind != "comprehension" else [],
        ]
        if kind == "comprehension":
            # A walrus inside counts as a declaration in the table; it binds in the scope around.
            parts[1] = []
        found.append(f"{kind} {name} {line}|" + "|".join(",".join(part) for part in parts))
    for child in table.get_children():
        scopes(child, found)


def walrus_names(table: symtable.SymbolTable) -> set[str]:
    """Names that `:=` binds from inside the comprehensions of a module: the tables have them as declared global."""
    names: set[str] = set()
    for child in table.get_children():
        if ".0" in {symbol.get_name() for symbol in child.get_symbols()}:
            names |= {symbol.get_name() for symbol in child.get_symbols() if symbol.is_declared_global()}
            names |= walrus_names(child)
    return names


def main() -> None:
    """Answers until stdin ends."""
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        path = line.rstrip("\n")
        answer: dict[str, object] = {"path": path}
        try:
            with tokenize.open(path) as file:
                text = file.read()
            found: list[str] = []
            scopes(symtable.symtable(text, path, "exec"), found)
            answer["scopes"] = sorted(found)
        except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError) as error:
            answer["error"] = type(error).__name__
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
