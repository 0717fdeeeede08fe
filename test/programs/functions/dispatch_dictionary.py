# A dictionary of functions, lambdas, classes and methods.
import json

import torch
import torch.nn.functional as F
from torch import nn


def doubled(x):
    return x * 2


class Ops:
    def __init__(self):
        self.table = {"view": self.flat, "text": str.split, "double": doubled}

    def flat(self, x):
        return x.view(-1)


acts = {"relu": F.relu, "tanh": torch.tanh}
layers = {"layer": nn.ReLU(), "other": nn.Tanh()}
classes = {"made": nn.ReLU, "sigmoid": nn.Sigmoid}
x = torch.tensor([-1.0, 0.0])
ops = Ops().table
r = [acts["relu"](x).sum().item(), acts["tanh"](x).sum().item(), layers["layer"](x).sum().item(), classes["made"]()(x).tolist()]
r += [ops["view"](x.view(2, 1)).tolist(), ops["text"]("a b"), ops["double"](x).tolist(), [k for k in acts if callable(acts[k])]]
print(json.dumps(r))
