# set.add beside tensor.add.
import json

import torch

s = set()
s.add(2)
s.add(1)
print(json.dumps([sorted(s), torch.ones(1).add(2).tolist()]))
