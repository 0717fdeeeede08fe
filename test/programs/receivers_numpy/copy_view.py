# ndarray.copy and ndarray.view.
import json

import numpy as np
import torch

a = np.arange(3)
b = a.view()
b[0] = 7
c = a.copy()
c[1] = 9
print(json.dumps([a.tolist(), c.tolist(), torch.zeros(2).view(2, 1).tolist()]))
