# enumerate and zip over tensors and strings.
import json

import torch

out = []
for k, (row, name) in enumerate(zip(torch.arange(4).reshape(2, 2), ["p q", "r"])):
    out.append([k, row.unsqueeze(0).tolist(), name.split()])
print(json.dumps(out))
