# BERT's embeddings with position ids as a buffer.
import json

import torch
from torch import nn


class Embeddings(nn.Module):
    def __init__(self):
        super().__init__()
        self.word = nn.Embedding(5, 2)
        self.position = nn.Embedding(4, 2)
        self.register_buffer("position_ids", torch.arange(4).expand((1, -1)))

    def forward(self, ids: torch.Tensor):
        n = ids.size(1)
        return self.word(ids) + self.position(self.position_ids[:, :n])


m = Embeddings()
for p in m.parameters():
    with torch.no_grad():
        p.copy_(torch.arange(p.numel()).float().view(p.shape))
print(json.dumps(m(torch.tensor([[1, 4], [0, 2]])).tolist()))
