# A class with __slots__.
import json

import torch


class Pair:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b


p = Pair(torch.zeros(2, 1), "x y")
print(json.dumps([p.a.squeeze(1).tolist(), p.b.split(" ")]))
