# A dispatch over one's own methods.
import json

import torch


class Pool:
    def __init__(self, how):
        self.fn = {"max": self.max, "mean": self.mean}[how]

    def max(self, x):
        return x.max(dim=1)[0]

    def mean(self, x):
        return x.mean(dim=1)


x = torch.tensor([[1.0, 4.0]])
print(json.dumps([Pool("max").fn(x).tolist(), Pool("mean").fn(x).tolist()]))
