# Modules under other names: one for the whole file, one that a function chooses.
import json

import numpy
import torch

ops = torch.nn.functional


def total(which):
    backend = torch if which else numpy
    return float(backend.sum(backend.ones(3)))


print(json.dumps([ops.softmax(torch.zeros(2), dim=0).tolist(), total(True), total(False)]))
