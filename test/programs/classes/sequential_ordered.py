# nn.Sequential from an OrderedDict.
import json
from collections import OrderedDict

import torch
from torch import nn

net = nn.Sequential(OrderedDict([("act", nn.ReLU()), ("same", nn.Identity())]))
print(json.dumps({"r": net(torch.tensor([-1.0, 2.0])).tolist(), "k": [k for k, _ in net.named_children()]}))
