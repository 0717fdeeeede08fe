# Hooks, modes of a part, and a module that is called with keywords.
import json

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.5)
        self.norm = nn.LayerNorm(2)

    def forward(self, x, scale=1.0, *, extra=None):
        y = self.norm(self.drop(x)) * scale
        return y if extra is None else y + extra


seen = []
m = Model()
m.norm.register_forward_hook(lambda module, args, out: seen.append(list(out.shape)))
m.train()
m.drop.eval()
modes = [m.training, m.drop.training, m.norm.training]
y = m(torch.tensor([[1.0, 3.0]]), scale=2.0, extra=torch.ones(1, 2))
m.train(False)
print(json.dumps([modes, y.tolist(), seen, [c.training for c in m.children()], m.eval() is m]))
