# `self.x += 1` while another name holds the tensor.
import json

import torch


class Box:
    def __init__(self, x):
        self.x = x

    def step(self):
        self.x += 1


x = torch.zeros(2)
b = Box(x)
b.step()
print(json.dumps([x.tolist(), b.x.tolist()]))
