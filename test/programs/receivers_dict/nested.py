# A dictionary in a dictionary.
import json

import torch

d = {"a": {"w": torch.arange(4)}, "b": {"w": torch.arange(6)}}
print(json.dumps({k: v["w"].view(2, -1).tolist() for k, v in d.items()}))
