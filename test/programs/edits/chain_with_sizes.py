# Sizes of the receiver inside the arguments of the chain.
import json

import torch

x = torch.arange(24).reshape(2, 3, 4)
print(json.dumps(x.view(x.size(0), -1).transpose(0, 1).reshape(x.shape[1], x.size(2) * x.size(0)).tolist()))
