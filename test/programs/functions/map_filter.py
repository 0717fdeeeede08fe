# map and filter over tensors.
import json

import torch

xs = [torch.zeros(1, 2), torch.ones(2, 1)]
print(json.dumps([list(map(lambda t: list(t.view(-1).shape), xs)), len(list(filter(lambda t: t.size(0) == 2, xs)))]))
