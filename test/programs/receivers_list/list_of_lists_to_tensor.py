# Nested lists and the tensor made of them.
import json

import torch

rows = [[3, 4], [1, 2]]
rows.sort()
print(json.dumps([rows, torch.tensor(rows).t().tolist()]))
