# The text of tensors through map(str) and a logger's arguments.
import json

import torch

x = torch.tensor([1, 2])
print(json.dumps([" ".join(map(str, x)), " ".join(str(t) for t in x), " ".join(map(str, x.tolist()))]))
