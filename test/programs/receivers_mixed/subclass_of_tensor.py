# A subclass of torch.Tensor whose view means something else.
import json

import torch


class Named(torch.Tensor):
    def view(self, *shape):
        return ["named", *shape]


def show(x):
    r = x.view(1, 2)
    return r if isinstance(r, list) else r.tolist()


print(json.dumps([show(torch.zeros(2).as_subclass(Named)), show(torch.zeros(2))]))
