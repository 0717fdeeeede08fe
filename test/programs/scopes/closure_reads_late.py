# A closure reads a name that is bound after the definition.
import json

import torch


def outer():
    def inner():
        return value.permute(1, 0)

    value = torch.arange(6).reshape(2, 3)
    return inner()


print(json.dumps({"r": outer().tolist()}))
