# A list of tensors filled by append.
import json

import torch


class Log:
    def __init__(self):
        self.steps = []

    def add(self, x):
        self.steps.append(x)

    def table(self):
        return torch.stack(self.steps, dim=0).transpose(0, 1)


log = Log()
log.add(torch.tensor([1, 2]))
log.add(torch.tensor([3, 4]))
print(json.dumps({"r": log.table().tolist(), "f": log.steps[0].view(2, 1).tolist()}))
