# Constants and a dtype from a settings file.
import json

import torch
from settings import DTYPE, SHAPE

x = torch.zeros(SHAPE, dtype=DTYPE)
print(json.dumps({"shape": list(x.shape), "wide": x.dtype == torch.float64}))
