# A starred list of sizes in view.
import json

import torch

x = torch.arange(6)
dims = [2, 3]
print(json.dumps([x.view(*dims).tolist(), x.view(dims).tolist(), x.reshape(tuple(dims)).tolist()]))
