"""Runs small programs on one framework: one JSON request a line on stdin, one JSON answer a line on stdout.

    python run_programs.py torch|paddle

A request has `id`, `files` (path -> text), `main` (the path to execute) and optionally `limit` (seconds), `record`
(paths whose expressions are recorded, see record_types.py) and `recordRoot` (the folder of those paths where they are
not the program's own). The framework is imported once; each program runs in a
forked child with a folder, a namespace and a time limit of its own, so that none of them can see another.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import runpy
import select
import signal
import sys
import tempfile
import time
import traceback
import warnings


def _write_files(folder: str, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8", newline="") as file:
            file.write(text)


def _child(request: dict, channel: int) -> None:
    """Executes one program and writes the end of it to the channel; what it prints goes to a file."""
    with tempfile.TemporaryDirectory() as folder:
        _write_files(folder, request["files"])
        out = os.path.join(folder, "stdout.txt")
        handle = os.open(out, os.O_CREAT | os.O_RDWR)
        os.dup2(handle, 1)
        sys.path.insert(0, folder)
        sys.dont_write_bytecode = True
        importlib.invalidate_caches()
        random.seed(0)
        answer: dict = {"id": request["id"]}
        recorder = None
        if request.get("record"):
            import record_types

            recorder = record_types.install(folder, request["record"], request.get("recordRoot"))
        try:
            runpy.run_path(os.path.join(folder, request["main"]), run_name="__main__")
        except BaseException as error:  # A program may raise anything, SystemExit included: that is its result.
            lines = str(error).strip().splitlines()
            answer["error"] = type(error).__name__
            answer["message"] = (lines[-1] if lines else "")[:300]
            answer["trace"] = "".join(traceback.format_exception(error)[-4:])[-1500:]
        sys.stdout.flush()
        if recorder is not None:
            answer["records"] = recorder.results()
        with open(out, encoding="utf-8") as file:
            answer["stdout"] = file.read()
        data = (json.dumps(answer) + "\n").encode()
        while data:
            data = data[os.write(channel, data) :]


def _run(request: dict) -> dict:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(read)
            os.setsid()
            _child(request, write)
        finally:
            os._exit(0)
    os.close(write)
    data = b""
    end = time.monotonic() + request.get("limit", 30)
    while True:
        ready, _, _ = select.select([read], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(read)
            return {"id": request["id"], "error": "Hang", "message": "no end within the time limit", "stdout": ""}
        chunk = os.read(read, 1 << 16)
        if not chunk:
            break
        data += chunk
    os.close(read)
    _, status = os.waitpid(pid, 0)
    if data:
        return json.loads(data)
    return {"id": request["id"], "error": "Crash", "message": f"the interpreter ended with {status}", "stdout": ""}


def main() -> None:
    """Answers requests until stdin ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    warnings.filterwarnings("ignore")
    importlib.import_module(sys.argv[1])
    for line in sys.stdin:
        answers.write(json.dumps(_run(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
