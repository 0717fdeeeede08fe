# str of a dtype.
import json

import torch

print(json.dumps(str(torch.zeros(1).dtype)))
