# An attribute that is set in a method other than __init__.
import json

import torch


class Box:
    def fill(self):
        self.data = torch.arange(6)

    def read(self):
        return self.data.view(3, 2)


b = Box()
b.fill()
print(json.dumps({"r": b.read().tolist()}))
