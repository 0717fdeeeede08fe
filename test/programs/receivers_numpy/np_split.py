# np.split counts sections, torch.split sizes.
import json

import numpy as np
import torch

print(json.dumps([[p.tolist() for p in np.split(np.arange(6), 3)], [p.tolist() for p in torch.arange(6).split(3)]]))
