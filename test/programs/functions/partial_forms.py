# partial with positional and keyword arguments, of functions, layers and methods.
import json
from functools import partial, partialmethod

import torch
import torch.nn.functional as F
from torch import nn

softmax = partial(torch.softmax, dim=-1)
cat = partial(torch.cat, dim=1)
norm = partial(nn.LayerNorm, eps=1e-4)
leaky = partial(F.leaky_relu, negative_slope=0.5)


class Box:
    def __init__(self):
        self.x = torch.arange(4)

    def shaped(self, *shape):
        return self.x.view(*shape)

    square = partialmethod(shaped, 2, 2)


x = torch.tensor([[0.0, 0.0]])
r = [softmax(x).tolist(), cat([x, x]).size(1), norm(2).eps, leaky(torch.tensor([-2.0])).item(), Box().square().tolist()]
r += [partial(torch.full, (2,))(7).tolist(), partial(torch.sum, dim=0)(x).tolist()]
print(json.dumps(r))
