# A class method that returns an instance.
import json

import torch


class Vec:
    def __init__(self, data):
        self.data = data

    @classmethod
    def zeros(cls, n):
        return cls(torch.zeros(n))

    def view(self):
        return "a view"


print(json.dumps([Vec.zeros(2).view(), Vec.zeros(2).data.tolist()]))
