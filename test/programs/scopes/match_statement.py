# match on a tuple with a tensor inside.
import json

import torch


def run(item):
    match item:
        case ("flat", torch.Tensor() as x):
            return x.reshape(-1).tolist()
        case ("text", str() as x):
            return x.split("-")
        case _:
            return None


print(json.dumps({"a": run(("flat", torch.ones(1, 2))), "b": run(("text", "u-v")), "c": run(3)}))
