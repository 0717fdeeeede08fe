# for over a 2-D tensor gives rows; over a 1-D tensor 0-D tensors.
import json

import torch

x = torch.arange(4).reshape(2, 2)
print(json.dumps([[list(r.shape) for r in x], [v.item() for v in x[0]], [v.dim() for v in x[0]]]))
