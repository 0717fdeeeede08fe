# list.sort beside tensor.sort.
import json

import torch

a = [3, 1, 2]
a.sort()
values, order = torch.tensor([3, 1, 2]).sort()
print(json.dumps([a, values.tolist(), order.tolist()]))
