# ndarray.max(axis) gives one array, Tensor.max(dim) two tensors.
import json

import numpy as np
import torch

a = np.array([[1.0, 5.0], [7.0, 2.0]])
v, i = torch.tensor([[1.0, 5.0], [7.0, 2.0]]).max(1)
print(json.dumps([a.max(1).tolist(), v.tolist(), i.tolist()]))
