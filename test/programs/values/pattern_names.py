# Names of PyTorch in the patterns of a match statement.
import json

import torch
from torch import nn


def kind(x):
    match x:
        case nn.LayerNorm() | nn.Linear():
            return "layer"
        case torch.Tensor(ndim=2) as t:
            return t.permute(1, 0).tolist()
        case torch.float32:
            return "f32"
        case {"x": torch.Tensor() as inner}:
            return inner.view(1, -1).tolist()
        case str() | list():
            return len(x)
    return "other"


print(json.dumps([kind(v) for v in (nn.Linear(1, 1), torch.ones(1, 2), torch.float32, {"x": torch.ones(2)}, "abc", 1)]))
