# ndarray.astype and Tensor.type/to.
import json

import numpy as np
import torch

print(json.dumps([np.array([1.7]).astype(np.int64).tolist(), torch.tensor([1.7]).to(torch.int64).tolist()]))
