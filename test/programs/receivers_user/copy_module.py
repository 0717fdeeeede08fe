# copy.copy and copy.deepcopy of lists and tensors.
import copy
import json

import torch

x = [torch.ones(2), [1]]
y = copy.deepcopy(x)
y[0][0] = 5.0
y[1].append(2)
print(json.dumps([x[0].tolist(), x[1], y[0].view(2, 1).tolist(), y[1]]))
