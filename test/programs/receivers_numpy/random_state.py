# np.random.RandomState fills a tensor deterministically.
import json

import numpy as np
import torch

r = np.random.RandomState(0)
t = torch.from_numpy(r.randint(0, 10, size=(2, 3)))
print(json.dumps([t.tolist(), t.sum(dim=1).tolist()]))
