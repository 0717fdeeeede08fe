# Embeddings with padding, given weights, and the functional form.
import json

import torch
import torch.nn.functional as F
from torch import nn

table = torch.arange(6.0).view(3, 2)
e = nn.Embedding(3, 2)
p = nn.Embedding(3, 2, padding_idx=0)
with torch.no_grad():
    e.weight.copy_(table)
    p.weight.copy_(table + 1)
ids = torch.tensor([[0, 2]])
print(json.dumps([e(ids).tolist(), p(ids).tolist(), F.embedding(ids, table).tolist(), e.weight.requires_grad, p.num_embeddings, p.embedding_dim]))
