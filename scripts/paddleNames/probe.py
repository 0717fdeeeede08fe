"""Says which names and keywords this Paddle has: reads {"names": [...], "keywords": {name: [...]}}, writes the absent ones."""

import json
import sys

import paddle


def find(name: str) -> object:
    value: object = paddle
    for part in name.split(".")[1:]:
        value = getattr(value, part)
    return value


def refuses(function: object, keyword: str) -> bool:
    """Python looks at the keywords before it misses arguments, so nothing is computed."""
    try:
        function(**{keyword: None})
    except TypeError as error:
        text = str(error)
        return f"unexpected keyword argument '{keyword}'" in text or "paddle.compat." in text
    except Exception:
        return False
    return False


request = json.load(sys.stdin)
absent = []
for name in request["names"]:
    try:
        find(name)
    except AttributeError:
        absent.append(name)
refused = []
for name, keywords in request["keywords"].items():
    try:
        function = find(name)
    except AttributeError:
        continue
    refused += [f"{name} {keyword}" for keyword in keywords if refuses(function, keyword)]
print("ANSWER " + json.dumps({"absent": absent, "refused": refused}))
