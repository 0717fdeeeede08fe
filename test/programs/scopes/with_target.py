# `with … as` binds a user object, no tensor.
import json

import torch


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False

    def view(self, *shape):
        return list(shape)


with Guard() as g, torch.no_grad():
    r = g.view(2, 3)
    t = torch.zeros(6).view(2, 3)
print(json.dumps({"r": r, "t": list(t.shape)}))
