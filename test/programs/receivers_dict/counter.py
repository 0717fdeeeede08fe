# collections.Counter from a tensor's list.
import json
from collections import Counter

import torch

c = Counter(torch.tensor([1, 2, 1]).tolist())
print(json.dumps([c[1], sorted(c.items())]))
