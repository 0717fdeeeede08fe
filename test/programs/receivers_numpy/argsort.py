# argsort of both.
import json

import numpy as np
import torch

print(json.dumps([np.array([3, 1, 2]).argsort().tolist(), torch.tensor([3, 1, 2]).argsort().tolist()]))
