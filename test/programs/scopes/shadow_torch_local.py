# A local variable called torch is a dictionary.
import json

import torch as t


def run():
    torch = {"max": 3}
    return torch.get("max"), torch["max"]


print(json.dumps({"r": list(run()), "x": t.tensor([1.0]).item()}))
