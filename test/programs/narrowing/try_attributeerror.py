# try/except AttributeError around a tensor method.
import json

import torch


def f(x):
    try:
        return x.tolist()
    except AttributeError:
        return x


print(json.dumps([f(torch.tensor([1])), f([2])]))
