# A dataclass with tensor and text fields.
import json
from dataclasses import dataclass

import torch


@dataclass
class Batch:
    x: torch.Tensor
    name: str
    size: int = 2

    def grid(self):
        return self.x.view(self.size, -1)


b = Batch(torch.arange(4), "a b")
print(json.dumps([b.grid().tolist(), b.name.split(" "), b.size]))
