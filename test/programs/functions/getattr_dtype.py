# getattr(torch, "float64") for a dtype.
import json

import torch

print(json.dumps(torch.zeros(1, dtype=getattr(torch, "float64")).dtype == torch.float64))
