"""Executes programs one after another, each with names of its own, and prints what each printed as one JSON document."""

import contextlib
import io
import json
import pathlib
import sys
import traceback


def run(path: pathlib.Path) -> str:
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(path.read_text("utf-8"), str(path), "exec"), {"__name__": path.stem})
    except Exception:
        return f"{out.getvalue()}{traceback.format_exc(limit=-1)}"
    return out.getvalue()


folder = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(folder))
results = {path.name: run(path) for path in sorted(folder.glob("example*.py"))}
print("RESULTS " + json.dumps(results))
