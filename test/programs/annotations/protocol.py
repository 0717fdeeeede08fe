# A Protocol as an annotation.
import json
from typing import Protocol

import torch


class HasView(Protocol):
    def view(self, *shape): ...


class Fake:
    def view(self, *shape):
        return list(shape)


def f(x: HasView):
    return x.view(2, 1)


print(json.dumps([f(Fake()), torch.zeros(1).tolist()]))
