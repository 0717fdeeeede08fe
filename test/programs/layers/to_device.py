# .to("cpu"), .cpu() and device comparison.
import json

import torch
from torch import nn

x = torch.ones(2).to("cpu")
m = nn.LayerNorm(2).to("cpu")
print(json.dumps([m(x.cpu()).tolist(), x.is_cuda]))
