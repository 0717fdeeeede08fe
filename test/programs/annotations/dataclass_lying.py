# A dataclass field annotated as a tensor that holds a list.
import json
from dataclasses import dataclass

import torch


@dataclass
class Batch:
    x: torch.Tensor


b = Batch([3, 1, 2])
b.x.sort()
print(json.dumps([b.x, torch.zeros(1).tolist()]))
