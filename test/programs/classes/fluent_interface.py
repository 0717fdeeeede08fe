# Methods that return self.
import json

import torch


class Builder:
    def __init__(self):
        self.x = torch.zeros(1)

    def add(self, v):
        self.x = torch.cat([self.x, torch.tensor([v])])
        return self

    def view(self):
        return self

    def done(self):
        return self.x


print(json.dumps({"r": Builder().add(1.0).view().add(2.0).done().view(3, 1).tolist()}))
