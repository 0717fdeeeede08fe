# NumPy and torch side by side with equal function names.
import json

import numpy as np
import torch

a = np.concatenate([np.zeros(2), np.ones(2)])
t = torch.cat([torch.zeros(2), torch.ones(2)])
print(json.dumps({"a": a.tolist(), "t": t.tolist(), "s": [list(a.reshape(2, 2).shape), list(t.reshape(2, 2).shape)]}))
