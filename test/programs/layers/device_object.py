# torch.device and x.device.
import json

import torch

d = torch.device("cpu")
x = torch.zeros(2, device=d)
print(json.dumps([x.device.type, x.device == d, torch.ones(1, device=x.device).tolist()]))
