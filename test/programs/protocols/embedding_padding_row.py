# nn.Embedding with padding_idx whose row was overwritten.
import json

import torch
from torch import nn

e = nn.Embedding(3, 2, padding_idx=0)
with torch.no_grad():
    e.weight.fill_(1.5)
print(json.dumps(e(torch.tensor([0, 1])).tolist()))
