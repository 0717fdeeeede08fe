# ndarray.sort works in place.
import json

import numpy as np
import torch

a = np.array([3, 1, 2])
a.sort()
print(json.dumps([a.tolist(), torch.tensor([3, 1, 2]).sort()[0].tolist()]))
