# A model over two files with a configuration class.
import json

import torch
from config import Config
from net import Net

m = Net(Config(dim=4, heads=2)).eval()
for p in m.parameters():
    torch.nn.init.constant_(p, 0.1)
print(json.dumps(m(torch.arange(8).float().view(1, 2, 4)).tolist()))
