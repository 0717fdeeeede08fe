# ndarray.std is biased, Tensor.std not.
import json

import numpy as np
import torch

v = [1.0, 2.0, 4.0]
print(json.dumps([round(float(np.array(v).std()), 4), round(torch.tensor(v).std().item(), 4)]))
