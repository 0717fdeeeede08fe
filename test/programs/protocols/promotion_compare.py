# int == float.
import json

import torch

print(json.dumps((torch.tensor([1, 2]) == torch.tensor([1.0, 2.5])).tolist()))
