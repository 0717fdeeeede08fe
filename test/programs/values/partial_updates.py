# Partials of partials, with keywords overridden at the call.
import json
from functools import partial

import torch
import torch.nn.functional as F
from torch import nn

norm = partial(nn.LayerNorm, eps=1e-3)
plain = partial(norm, elementwise_affine=False)
soft = partial(F.softmax, dim=0)
x = torch.tensor([[1.0, 3.0], [2.0, 2.5]])
print(json.dumps([norm(2, eps=1e-5)(x).tolist(), plain(2)(x).tolist(), soft(x, dim=1).tolist(), plain(2).weight is None]))
