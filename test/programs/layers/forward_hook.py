# A forward hook.
import json

import torch
from torch import nn

seen = []
m = nn.Identity()
h = m.register_forward_hook(lambda module, args, out: seen.append(list(out.shape)))
m(torch.zeros(2, 3))
h.remove()
m(torch.zeros(1))
print(json.dumps(seen))
