# Starred unpacking of a tensor's rows.
import json

import torch

first, *rest = torch.arange(6).reshape(3, 2)
print(json.dumps({"f": first.tolist(), "n": len(rest), "r": [r.view(2, 1).tolist() for r in rest]}))
