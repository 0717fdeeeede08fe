# A star import that hides Python's max behind a project function.
import json

import torch
from ops import *

print(json.dumps({"m": max(torch.tensor([3, 9, 2]))}))
