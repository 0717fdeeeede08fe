# A list attribute is filled through vars().
import json

import torch


class Cell:
    def __init__(self, value):
        self.value = value

    def view(self, *shape):
        return [self.value, *shape]


class Log:
    def __init__(self):
        self.rows = [torch.arange(4)]

    def last(self):
        return self.rows[-1].view(2, 2)


log = Log()
first = log.last().tolist()
vars(log)["rows"].append(Cell("cell"))
print(json.dumps([first, log.last()]))
