# `except … as e`: e is an exception.
import json

import torch

try:
    raise ValueError("no tensor")
except ValueError as e:
    message = str(e).split(" ")
print(json.dumps({"m": message, "t": torch.tensor([1]).tolist()}))
