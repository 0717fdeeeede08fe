# ndarray.repeat repeats elements, Tensor.repeat tiles.
import json

import numpy as np
import torch

print(json.dumps([np.array([1, 2]).repeat(2).tolist(), torch.tensor([1, 2]).repeat(2).tolist()]))
