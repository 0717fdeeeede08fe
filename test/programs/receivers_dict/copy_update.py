# dict.copy and update.
import json

import torch

d = {"a": 1}
e = d.copy()
e.update(b=2)
print(json.dumps([d, e, torch.tensor(list(e.values())).tolist()]))
