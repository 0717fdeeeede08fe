# @ with vectors, matrices and batches.
import json

import torch

m = torch.arange(6).float().reshape(2, 3)
v = torch.ones(3)
print(json.dumps([(m @ v).tolist(), (v @ v).item(), (m @ m.t()).tolist(), list((m.unsqueeze(0) @ m.t()).shape)]))
