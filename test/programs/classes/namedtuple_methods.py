# A named tuple with methods, unpacked and replaced.
import json
from typing import NamedTuple

import torch


class Pair(NamedTuple):
    x: torch.Tensor
    name: str = "a b"

    def turned(self):
        return self.x.permute(1, 0)


p = Pair(torch.arange(4).view(2, 2))
x, name = p
q = p._replace(name="c d e")
print(json.dumps([p.turned().tolist(), x.view(4).tolist(), name.split(" "), q.name.split(" "), p[0].size(0), len(p), q._fields]))
