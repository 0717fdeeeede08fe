# sort, argsort, topk and kthvalue.
import json

import torch

x = torch.tensor([[3.0, 1.0, 2.0], [0.0, 9.0, 5.0]])
s = x.sort()
d, order = torch.sort(x, dim=0, descending=True)
top = x.topk(2)
low, where = torch.topk(x, k=2, dim=1, largest=False)
r = [s.values, s.indices, d, order, top.values, top[1], low, where, x.argsort(), x.argsort(1, descending=True)]
r += [torch.argsort(x, dim=0), x.sort(-1, True)[0], x.sort(descending=True).values, torch.sort(x.int()).values]
print(json.dumps([t.tolist() for t in r]))
