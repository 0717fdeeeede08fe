# `from __future__ import annotations` with the new union syntax.
from __future__ import annotations

import json

import torch


def f(x: torch.Tensor | None) -> list[int]:
    if x is None:
        return []
    return x.view(-1).tolist()


print(json.dumps([f(None), f(torch.arange(2).reshape(1, 2))]))
