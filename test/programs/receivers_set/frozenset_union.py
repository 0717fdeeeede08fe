# frozenset and union.
import json

import torch

print(json.dumps([sorted(frozenset([3, 1]).union([2])), torch.zeros(1).tolist()]))
