# A function as a default, replaced by one of the program's own that takes the same keyword.
import json

import torch
import torch.nn.functional as F


def scaled(input, dim):
    return input * dim


def run(x, f=F.softmax):
    return f(x, dim=0).tolist()


print(json.dumps([run(torch.zeros(2)), run(torch.ones(2), f=scaled), run(torch.zeros(4), f=torch.sum)]))
