# nn.Embedding with known weights.
import json

import torch
from torch import nn

e = nn.Embedding(3, 2)
with torch.no_grad():
    e.weight.copy_(torch.arange(6).float().view(3, 2))
print(json.dumps([e(torch.tensor([[2, 0]])).tolist(), e.num_embeddings, e.embedding_dim]))
