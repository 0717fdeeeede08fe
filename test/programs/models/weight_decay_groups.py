# Parameters grouped by their dimensions and names.
import json

import torch
from torch import nn

model = nn.Sequential(nn.Linear(2, 3), nn.LayerNorm(3), nn.Embedding(4, 3))
decay = [n for n, p in model.named_parameters() if p.dim() >= 2]
plain = [n for n, p in model.named_parameters() if p.ndim < 2 or n.endswith("bias")]
print(json.dumps([decay, plain, sum(p.numel() for p in model.parameters()), all(p.requires_grad for p in model.parameters())]))
