# A tensor as a default argument.
import json

import torch


def shift(x, by=torch.tensor([[1.0, 2.0]])):
    return x + by.view(2, 1)


print(json.dumps({"r": shift(torch.zeros(2, 2)).tolist()}))
