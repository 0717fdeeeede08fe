# reshape on an array or a tensor, varargs.
import json

import numpy as np
import torch


def f(x):
    if isinstance(x, np.ndarray):
        return x.reshape(2, -1).tolist()
    return x.reshape(2, -1).tolist()


print(json.dumps([f(np.arange(4)), f(torch.arange(4))]))
