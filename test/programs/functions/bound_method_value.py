# A bound tensor method as a value.
import json

import torch

x = torch.arange(4)
make = x.view
print(json.dumps(make(2, 2).tolist()))
