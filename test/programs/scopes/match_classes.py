# match with class patterns, captures and guards.
import json
from dataclasses import dataclass

import torch


@dataclass
class Cell:
    value: object

    def view(self, *shape):
        return ["cell", *shape]


def shown(value):
    match value:
        case torch.Tensor() as t if t.dim() == 1:
            return t.view(2, 2).tolist()
        case torch.Tensor():
            return value.size(0)
        case Cell(value=str() as text):
            return text.split(" ")
        case [first, *rest]:
            return [shown(first), len(rest)]
        case {"x": x}:
            return x.view(1)
        case str():
            return value.split("-")
        case None:
            return None
        case _:
            return "other"


values = [torch.arange(4), torch.ones(3, 2), Cell("a b"), [torch.arange(4), 1, 2], {"x": Cell(1)}, "p-q", None, 3]
print(json.dumps([shown(v) for v in values]))
