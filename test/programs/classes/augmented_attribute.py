# An attribute changed by augmented assignment.
import json

import torch


class Counter:
    def __init__(self):
        self.total = torch.zeros(2)

    def add(self, v):
        self.total += v
        return self


c = Counter().add(1.0).add(torch.tensor([1.0, 2.0]))
print(json.dumps({"r": c.total.unsqueeze(0).tolist()}))
