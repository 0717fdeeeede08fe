"""Evaluates expressions after a set-up and prints what they are, in a form that both frameworks share."""

import json
import pathlib
import sys


def plain(value: object) -> object:
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        return [str(value.dtype).split(".")[-1], list(value.shape), value.tolist()]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


folder = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(folder))
job = json.loads((folder / "job.json").read_text("utf-8"))
results = []
for expression in job["expressions"]:
    names: dict[str, object] = {}
    exec(job["setup"], names)
    try:
        results.append(plain(eval(expression, names)))
    except Exception as error:
        results.append(f"{type(error).__name__}: {error}"[:300])
print("RESULTS " + json.dumps(results))
