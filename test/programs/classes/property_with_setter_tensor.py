# A property that keeps a tensor and another that computes one.
import json

import torch


class Box:
    def __init__(self):
        self._x = torch.arange(6)

    @property
    def x(self):
        return self._x.view(2, 3)

    @x.setter
    def x(self, value):
        self._x = value.view(-1)

    @property
    def shape(self):
        return "a shape of its own"


b = Box()
first = b.x.size(1)
b.x = torch.ones(2, 3)
print(json.dumps([first, b.x.sum(0).tolist(), b.shape.split(" ")[-1]]))
