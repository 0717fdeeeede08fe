# Reductions with no dimension, several, kept, and over tensors without elements.
import json

import torch

x = torch.arange(6.0).view(1, 2, 3)
e = torch.zeros(0, 3)
r = [x.sum((0, 2)), x.sum([1], keepdim=True), x.mean((-1, -2)), x.max(-1).values, x.std(-1), x.var(-1, unbiased=False)]
r += [torch.sum(x, dim=(1, 2)), x.prod(1), x.cumsum(-1), x.logsumexp(-1), x.norm(dim=-1), x.norm(p=1, dim=2, keepdim=True), e.sum(), e.sum(0), e.sum(1)]
r += [x.any(-1), x.all(1), x.argmax(-1, keepdim=True), x.argmin(), x.sum(dim=None), x.mean(dim=0, keepdim=True)]
print(json.dumps([[list(t.shape), t.tolist()] for t in r]))
