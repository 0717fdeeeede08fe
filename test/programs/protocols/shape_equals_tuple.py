# x.shape == (…).
import json

import torch

x = torch.zeros(1, 1)
print(json.dumps([x.shape == (1, 1), x.shape != (2, 1), x.size() == torch.Size([1, 1])]))
