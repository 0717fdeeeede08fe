# A function that returns an array.
import json

import numpy as np
import torch


def grid(n):
    return np.stack([np.arange(n), np.arange(n)], axis=0)


print(json.dumps([grid(2).transpose(1, 0).tolist(), torch.from_numpy(grid(2)).transpose(0, 1).tolist()]))
