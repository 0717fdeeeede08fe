# A dataclass's list field gets something else.
import json

import torch


class Window:
    def __init__(self, start):
        self.start = start

    def view(self, *shape):
        return ["window", self.start, *shape]

    def permute(self, *order):
        return ["order", *order]

    def size(self, *dim):
        return ["size", *dim]

    def split(self, at):
        return ["split", at]

    def repeat(self, *times):
        return ["repeat", *times]

    def expand(self, *shape):
        return ["expand", *shape]

    def tolist(self):
        return ["list", self.start]


from dataclasses import dataclass, field
from typing import List


@dataclass
class Batch:
    rows: List[torch.Tensor] = field(default_factory=list)


def run():
    batch = Batch([torch.arange(4)])
    batch.rows.append(Window(1))
    return [batch.rows[0].view(2, 2).tolist(), batch.rows[1].view(2, 2)]


print(json.dumps(run()))
