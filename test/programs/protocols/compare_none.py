# == None and is None.
import json

import torch

x = torch.zeros(1)
print(json.dumps([x is None, x is not None, x is x]))
