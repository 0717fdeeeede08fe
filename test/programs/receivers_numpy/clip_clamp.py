# np.clip and torch.clamp.
import json

import numpy as np
import torch

print(json.dumps([np.clip([1, 9], 2, 5).tolist(), torch.clamp(torch.tensor([1, 9]), 2, 5).tolist()]))
