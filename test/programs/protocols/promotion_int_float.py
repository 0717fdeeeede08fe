# int tensor + float tensor.
import json

import torch

a, b = torch.tensor([1, 2]), torch.tensor([0.5, 0.5])
print(json.dumps([(a + b).tolist(), (a * b).tolist(), (b - a).tolist()]))
