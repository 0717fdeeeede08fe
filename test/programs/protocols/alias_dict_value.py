# A dictionary holds the tensor that is changed by `-=`.
import json

import torch

x = torch.ones(2)
d = {"x": x}
x -= 1
print(json.dumps(d["x"].tolist()))
