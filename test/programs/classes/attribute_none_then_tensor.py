# An attribute that is None until a method sets it.
import json

import torch


class Box:
    def __init__(self):
        self.data = None

    def set(self, n):
        self.data = torch.arange(n)

    def read(self):
        if self.data is None:
            return "empty".split("p")
        return self.data.view(2, -1).tolist()


b = Box()
first = b.read()
b.set(4)
print(json.dumps([first, b.read()]))
