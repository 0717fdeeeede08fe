# nn.LSTM with constant weights.
import json

import torch
from torch import nn

m = nn.LSTM(2, 1, batch_first=True)
for p in m.parameters():
    nn.init.constant_(p, 0.1)
y, (h, c) = m(torch.ones(1, 3, 2))
print(json.dumps([y.tolist(), h.tolist()]))
