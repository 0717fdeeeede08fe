# Imports under TYPE_CHECKING with quoted annotations.
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor


def half(x: Tensor) -> Tensor:
    return x / 2


print(json.dumps({"r": half(torch.tensor([1.0, 3.0])).tolist()}))
