# Names that come from one of two files, by a condition and by a failed import.
import json

import torch

from tools import backend, shaped, width

try:
    from missing_tools import helper
except ImportError:
    from tools.fallback import helper

if torch.ones(1).sum() > 0:
    from tools.fallback import scale as factor
else:
    from tools import width as factor

x = torch.arange(4)
print(json.dumps([shaped(x).tolist(), helper(x).tolist(), factor(x.float()).tolist(), width, backend]))
