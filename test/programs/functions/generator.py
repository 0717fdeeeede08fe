# A generator function of tensors, used by next and in a loop.
import json

import torch


def windows(x, n):
    for k in range(0, x.size(0), n):
        yield x[k : k + n]


g = windows(torch.arange(5), 2)
print(json.dumps([next(g).tolist(), [w.view(-1).tolist() for w in g]]))
