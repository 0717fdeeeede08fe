# from_numpy and numpy() both ways.
import json

import numpy as np
import torch

a = np.array([[1.0, 2.0]], dtype=np.float32)
t = torch.from_numpy(a)
print(json.dumps([t.permute(1, 0).tolist(), t.numpy().transpose().tolist()]))
