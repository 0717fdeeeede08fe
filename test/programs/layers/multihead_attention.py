# nn.MultiheadAttention with constant weights.
import json

import torch
from torch import nn

m = nn.MultiheadAttention(4, 2, batch_first=True)
for p in m.parameters():
    nn.init.constant_(p, 0.1)
y, w = m(torch.ones(1, 2, 4), torch.ones(1, 2, 4), torch.ones(1, 2, 4))
print(json.dumps([y.tolist(), w.tolist()]))
