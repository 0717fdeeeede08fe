# A statement over two lines with a backslash.
import json

import torch

x = torch.arange(6)
y = x.view(2, 3) \
    .permute(1, 0)
z = torch.add(y, \
    1)
print(json.dumps(z.tolist()))
