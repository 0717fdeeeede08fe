# A property with a setter that converts.
import json

import torch


class Box:
    def __init__(self):
        self._v = None

    @property
    def v(self):
        return self._v

    @v.setter
    def v(self, value):
        self._v = torch.tensor(value)


b = Box()
b.v = [1.0, 2.0]
print(json.dumps({"r": b.v.view(2, 1).tolist()}))
