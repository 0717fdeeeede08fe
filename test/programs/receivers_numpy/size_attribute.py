# ndarray.size is a number, Tensor.size a method.
import json

import numpy as np
import torch

a, t = np.zeros((2, 3)), torch.zeros(2, 3)
print(json.dumps([a.size, list(a.shape), list(t.size()), t.numel(), a.ndim, t.dim()]))
