# `import torch` and a dotted use.
import json

import torch

x = torch.arange(6).reshape(2, 3)
print(json.dumps({"sum": x.sum().item(), "shape": list(x.shape)}))
