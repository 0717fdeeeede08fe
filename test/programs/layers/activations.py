# Activations with options.
import json

import torch
from torch import nn

x = torch.tensor([-1.0, 0.5, 2.0])
layers = [nn.ReLU(inplace=False), nn.GELU(approximate="tanh"), nn.LeakyReLU(0.2), nn.SiLU(), nn.Softmax(dim=-1), nn.ELU(alpha=0.5), nn.Softplus()]
print(json.dumps([m(x).tolist() for m in layers]))
