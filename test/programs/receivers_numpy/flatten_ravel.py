# flatten of both.
import json

import numpy as np
import torch

print(json.dumps([np.zeros((1, 2)).flatten().tolist(), torch.zeros(1, 2).flatten().tolist()]))
