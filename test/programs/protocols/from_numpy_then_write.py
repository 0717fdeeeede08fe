# Writing into the array that from_numpy shares.
import json

import numpy as np
import torch

n = np.zeros(2, dtype=np.float32)
x = torch.from_numpy(n)
n[0] = 5.0
print(json.dumps([x.tolist(), n.tolist()]))
