# mean of an int tensor is refused by PyTorch, of floats not.
import json

import torch

print(json.dumps(torch.tensor([1, 2]).float().mean().item()))
