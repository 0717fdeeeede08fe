# A star import of a project file.
import json

import torch
from ops import *

print(json.dumps({"r": swap(torch.arange(6).reshape(2, 3)).tolist(), "k": WIDTH}))
