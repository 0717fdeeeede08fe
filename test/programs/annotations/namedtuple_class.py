# typing.NamedTuple with tensors.
import json
from typing import NamedTuple

import torch


class Out(NamedTuple):
    logits: torch.Tensor
    label: str
    count: int = 1


o = Out(torch.zeros(1, 2), "a b")
logits, label, n = o
print(json.dumps([o.logits.view(-1).tolist(), logits.permute(1, 0).tolist(), label.split(" "), n, len(o)]))
