# collections.namedtuple: fields called index, count and max.
import json
from collections import namedtuple

import torch

Best = namedtuple("Best", ["max", "where"])
v, i = torch.tensor([1.0, 4.0]).max(dim=0)
b = Best(v.item(), i.item())
print(json.dumps([b.max, b.where, b._replace(max=0.0).max]))
