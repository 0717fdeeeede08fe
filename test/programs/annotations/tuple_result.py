# A function annotated to return a tuple of tensors.
import json
from typing import Tuple

import torch


def halves(x: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
    a, b = x.chunk(2, dim=0)
    return a, b


a, b = halves(torch.arange(4))
print(json.dumps([a.view(2, 1).tolist(), b.view(1, 2).tolist()]))
