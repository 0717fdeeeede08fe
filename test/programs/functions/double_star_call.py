# A call with a starred dictionary.
import json

import torch

options = {"dim": 1, "keepdim": True}
print(json.dumps(torch.mean(torch.ones(2, 2), **options).tolist()))
