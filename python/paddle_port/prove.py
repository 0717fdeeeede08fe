"""Runs proof programs on one framework: one JSON request a line on stdin, one JSON answer a line on stdout.

A request has `source` (defines `program(fill, ...)`), `modules` (name -> source of what it imports), `inputs`, `grad`
and `emulate` (kernels that need a GPU are computed by plain arithmetic). The caller ends this process when a program
hangs; whatever a program prints goes to stderr.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import types
import warnings
from typing import Any, TextIO

from paddle_port.prove_values import encode, make_array


def _backend(framework: str) -> Any:
    if framework == "torch":
        from paddle_port import prove_torch

        return prove_torch.Backend()
    from paddle_port import prove_paddle

    return prove_paddle.Backend()


def _flatten(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in _flatten(item)]
    return [value]


def run_program(request: dict[str, Any], backend: Any) -> dict[str, Any]:
    """Executes one program and encodes its result, the names in scope and, on demand, the gradients."""
    backend.reset()
    for name, source in request.get("modules", {}).items():
        module = types.ModuleType(name)
        # Not with this file's `from __future__ import annotations`: annotations are evaluated in programs.
        exec(compile(source, f"{name}.py", "exec", dont_inherit=True), module.__dict__)
        sys.modules[name] = module
    scope: dict[str, Any] = {"__name__": "proof"}
    exec(compile(request["source"], "proof.py", "exec", dont_inherit=True), scope)
    grad = bool(request.get("grad"))
    inputs = {name: backend.tensor(make_array(name, spec), grad) for name, spec in request["inputs"].items()}
    with backend.emulation() if request.get("emulate") else contextlib.nullcontext():
        result, names = scope["program"](backend.fill, **inputs)
    answer = {"result": encode(result, backend.encode), "names": encode(names, backend.encode)}
    if grad:
        answer["gradients"] = encode(backend.gradients(_flatten(result), inputs), backend.encode)
    return answer


def _send(channel: TextIO, answer: dict[str, Any]) -> None:
    channel.write(json.dumps(answer) + "\n")
    channel.flush()


def main() -> None:
    """Answers requests until stdin ends."""
    # The frameworks and the programs may print; only answers go to the real stdout.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    warnings.filterwarnings("ignore")
    backend = _backend(sys.argv[1])
    _send(answers, {"ready": True})
    for line in sys.stdin:
        try:
            answer = run_program(json.loads(line), backend)
        except BaseException as error:  # A program may raise anything, SystemExit included: that is its result.
            text = str(error).strip().splitlines()
            answer = {"error": type(error).__name__, "message": (text[-1] if text else "")[:300]}
        _send(answers, answer)


if __name__ == "__main__":
    main()
