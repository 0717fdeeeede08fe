# A generator annotated with Iterator.
import json
from typing import Iterator

import torch


def rows(x: torch.Tensor) -> Iterator[torch.Tensor]:
    for k in range(x.size(0)):
        yield x[k]


print(json.dumps([r.view(1, -1).tolist() for r in rows(torch.arange(4).reshape(2, 2))]))
