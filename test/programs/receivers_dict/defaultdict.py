# collections.defaultdict of lists of tensors.
import json
from collections import defaultdict

import torch

d = defaultdict(list)
d["a"].append(torch.ones(1, 2))
d["a"].append(torch.zeros(1, 2))
print(json.dumps({k: torch.cat(v, dim=0).tolist() for k, v in d.items()}))
