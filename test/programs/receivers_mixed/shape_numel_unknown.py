# numel of something that may be a size or a tensor.
import json

import torch


def count(x):
    return x.numel()


print(json.dumps([count(torch.ones(2, 3)), count(torch.ones(2, 3).shape)]))
