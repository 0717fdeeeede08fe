# A tuple result, unpacked and indexed.
import json

import torch


def stats(x: torch.Tensor):
    return x.mean(dim=0), x.max(dim=0).values


m, v = stats(torch.tensor([[1.0, 2.0], [3.0, 0.0]]))
print(json.dumps([m.tolist(), v.tolist(), stats(torch.ones(1, 2))[1].view(2, 1).tolist()]))
