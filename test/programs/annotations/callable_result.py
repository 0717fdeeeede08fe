# Callable annotations.
import json
from typing import Callable

import torch


def apply(fn: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    return fn(x).view(-1)


print(json.dumps(apply(torch.relu, torch.tensor([[-1.0, 1.0]])).tolist()))
