# A deque of tensors gets something else.
import json

import torch


class Window:
    def __init__(self, start):
        self.start = start

    def view(self, *shape):
        return ["window", self.start, *shape]

    def permute(self, *order):
        return ["order", *order]

    def size(self, *dim):
        return ["size", *dim]

    def split(self, at):
        return ["split", at]

    def repeat(self, *times):
        return ["repeat", *times]

    def expand(self, *shape):
        return ["expand", *shape]

    def tolist(self):
        return ["list", self.start]


from collections import deque


def run():
    queue = deque([torch.arange(4)], maxlen=4)
    same = queue
    same.append(Window(1))
    return [queue[0].view(2, 2).tolist(), queue.pop().view(2, 2)]


print(json.dumps(run()))
