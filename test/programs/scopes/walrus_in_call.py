# A walrus as an argument.
import json

import torch

print(json.dumps({"r": torch.cat([(a := torch.ones(2)), a * 2], dim=0).tolist()}))
