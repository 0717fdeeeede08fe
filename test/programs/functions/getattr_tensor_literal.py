# getattr(x, "view") on a tensor.
import json

import torch

x = torch.arange(4)
print(json.dumps(getattr(x, "view")(2, 2).tolist()))
