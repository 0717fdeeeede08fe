# Parameters told apart from tensors and buffers in a loop over attributes.
import json

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(2))
        self.register_buffer("table", torch.zeros(2))


m = Net()
kinds = {n: isinstance(getattr(m, n), nn.Parameter) for n in ("weight", "table")}
values = [v for v in (m.weight, m.table, m.weight * 2, m.weight.data) if isinstance(v, (nn.Parameter, int))]
print(json.dumps([kinds, len(values), isinstance(m.weight, torch.Tensor)]))
