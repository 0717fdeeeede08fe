# A call with a starred literal dictionary.
import json

import torch

print(json.dumps(torch.sum(torch.ones(2, 2), **{"dim": 1}).tolist()))
