# Lines of a text split into numbers that become tensors.
import json

import torch

rows = []
for line in "1 2\n3 4".splitlines():
    rows.append(torch.tensor([float(v) for v in line.split()]))
print(json.dumps(torch.stack(rows).transpose(0, 1).tolist()))
