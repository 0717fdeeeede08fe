# x.shape[k], x.size(k) and negative positions.
import json

import torch

x = torch.zeros(2, 3)
print(json.dumps([x.shape[0], x.shape[-1], x.size(1), x.size(-2), x.size()[1]]))
