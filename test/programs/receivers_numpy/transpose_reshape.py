# ndarray.transpose takes a permutation, Tensor.transpose two axes.
import json

import numpy as np
import torch

a = np.arange(6).reshape(1, 2, 3)
t = torch.arange(6).reshape(1, 2, 3)
print(json.dumps([a.transpose(2, 0, 1).tolist(), t.transpose(0, 2).tolist()]))
