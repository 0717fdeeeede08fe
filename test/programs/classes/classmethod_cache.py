# A cache of the class that methods fill.
import json

import torch


class Cell:
    def view(self, *shape):
        return ["cell", *shape]


class Table:
    cache = {}

    @classmethod
    def get(cls, key):
        if key not in cls.cache:
            cls.cache[key] = torch.arange(4) if key == "tensor" else Cell()
        return cls.cache[key]

    @staticmethod
    def shown(value):
        return value.view(2, 2)


a, b = Table.get("tensor"), Table.get("cell")
print(json.dumps([Table.shown(a).tolist(), Table.shown(b)]))
