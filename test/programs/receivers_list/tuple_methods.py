# tuple.index and tuple.count.
import json

import torch

t = (4, 5, 4)
print(json.dumps([t.index(5), t.count(4), list(torch.tensor(t).shape)]))
