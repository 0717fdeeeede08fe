# Optional[Tensor] with a None default.
import json
from typing import Optional

import torch


def f(x: torch.Tensor, m: Optional[torch.Tensor] = None) -> torch.Tensor:
    return x if m is None else x.masked_fill(m.view(1, -1), 0.0)


print(json.dumps([f(torch.ones(1, 2)).tolist(), f(torch.ones(1, 2), torch.tensor([True, False])).tolist()]))
