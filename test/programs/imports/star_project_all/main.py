# A star import limited by __all__; max stays Python's.
import json

import torch
from ops import *

print(json.dumps({"m": max([3, 9, 2]), "r": clip(torch.tensor([1.0, 9.0])).tolist()}))
