# torch.tensor of an array keeps the array's dtype.
import json

import numpy as np
import torch

t = torch.tensor(np.array([1.0, 2.0]))
print(json.dumps([t.tolist(), t.dtype == torch.float64]))
