# The weight of an embedding tied to the output layer.
import json

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 3)
        self.out = nn.Linear(3, 5, bias=False)
        self.out.weight = self.embedding.weight
        nn.init.constant_(self.embedding.weight, 0.5)

    def forward(self, x):
        return self.out(self.embedding(x))


print(json.dumps(Model()(torch.tensor([1, 2])).tolist()))
