# An import under a condition that holds.
import json
import sys

if sys.version_info >= (3, 8):
    import torch
else:
    torch = None

print(json.dumps({"r": torch.ones(2).tolist()}))
