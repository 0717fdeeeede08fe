# A TypedDict is a dictionary.
import json
from typing import TypedDict

import torch


class Batch(TypedDict):
    x: torch.Tensor
    names: list


b: Batch = {"x": torch.arange(4), "names": ["b", "a"]}
b["names"].sort()
print(json.dumps([b["x"].view(2, 2).tolist(), b["names"]]))
