# A shape in text.
import json

import torch

print(json.dumps([str(tuple(torch.zeros(2, 3).shape)), f"{list(torch.zeros(2, 3).shape)}"]))
