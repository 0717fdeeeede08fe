# A chain of calls on something unknown, with arguments that are calls on something unknown.
import json

import numpy as np
import torch


def run(x, y):
    return x[0].reshape(y[0].size if isinstance(y[0], np.ndarray) else y[0].size(0), -1).reshape(-1, 1).tolist()


print(json.dumps([run([torch.arange(4)], [torch.ones(2)]), run([np.arange(4)], [np.ones(2)])]))
