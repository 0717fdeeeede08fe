# The same name from a newer or an older place.
import json

try:
    from torch.nn import Identity
except ImportError:
    from torch.nn.modules.linear import Identity

import torch

print(json.dumps({"r": Identity()(torch.tensor([1, 2])).tolist()}))
