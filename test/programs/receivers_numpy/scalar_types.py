# NumPy scalars as arguments of torch.
import json

import numpy as np
import torch

n = np.prod([2, 3])
print(json.dumps([list(torch.zeros(int(n)).shape), float(np.float32(1.5))]))
