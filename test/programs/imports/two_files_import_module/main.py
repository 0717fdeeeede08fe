# `import helpers` and a dotted use of what it defines.
import json

import helpers
import torch

print(json.dumps({"r": helpers.flip(torch.arange(6).reshape(2, 3)).tolist()}))
