# A function as a class attribute, and one stored in an instance.
import json

import torch
import torch.nn.functional as F


class Head:
    act = staticmethod(F.leaky_relu)

    def __init__(self, last):
        self.last = last

    def run(self, x):
        return self.last(self.act(x, negative_slope=0.5), dim=-1).tolist()


print(json.dumps([Head(torch.sum).run(torch.tensor([-2.0, 4.0])), Head(torch.softmax).run(torch.tensor([-2.0, 4.0]))]))
