# nn.Sequential with positional layers.
import json

import torch
from torch import nn

net = nn.Sequential(nn.ReLU(), nn.Flatten(1))
print(json.dumps({"r": net(torch.tensor([[[-1.0, 2.0]]])).tolist(), "n": len(net)}))
