# An array attribute and a tensor attribute.
import json

import numpy as np
import torch


class Box:
    def __init__(self):
        self.a = np.arange(6)
        self.t = torch.arange(6)

    def run(self):
        return self.a.reshape(2, 3).transpose(1, 0).tolist(), self.t.reshape(2, 3).permute(1, 0).tolist()


print(json.dumps(list(Box().run())))
