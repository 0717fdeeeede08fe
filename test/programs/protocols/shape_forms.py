# Arithmetic with sizes and shapes.
import json
import math

import torch

x = torch.arange(24).view(2, 3, 4)
b, *rest = x.shape
*lead, last = x.size()
r = [b, rest, lead, last, x.size(-1) // 2, x.shape[0] * x.shape[1], list(x.shape[:-1]), max(x.shape), sum(x.shape), math.prod(x.shape)]
r += [len(x.shape), x.shape == (2, 3, 4), x.shape[1:] == torch.Size([3, 4]), x.shape.numel(), x.shape[1:].numel(), x.dim(), x.ndim, x.nelement()]
r += [list(x.view(*x.shape[:-1], 2, -1).shape), list(x.view(x.shape[:-1] + (2, 2)).shape), list(x.reshape(-1, x.size(2)).shape), 3 in x.shape]
r += [list(torch.zeros(x.shape[1:]).shape), list(x.new_zeros(x.size(0), 2).shape), sorted(x.shape, reverse=True), x.shape.index(3), x.numel()]
r += [list(x.size()[1:]), [1] + list(x.shape), list((1,) + x.shape), x.shape < (2, 4), list(x.shape * 1), x.shape != x.view(6, 4).shape]
print(json.dumps(r))
