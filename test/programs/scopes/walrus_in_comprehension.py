# A walrus inside a comprehension binds outside of it.
import json

import torch


def last(items):
    doubled = [y := item * 2 for item in items]
    return doubled, y.view(1, -1)


a, b = last([torch.tensor([1, 2]), torch.tensor([3, 4])])
print(json.dumps({"n": len(a), "b": b.tolist()}))
