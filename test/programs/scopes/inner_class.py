# A class inside a function closes over a tensor.
import json

import torch


def build(scale):
    class Scaler:
        def __call__(self, x):
            return x * scale.view(1, 2)

    return Scaler()


print(json.dumps({"r": build(torch.tensor([1.0, 2.0]))(torch.ones(2, 2)).tolist()}))
