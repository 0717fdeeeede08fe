# A recursive function over nested lists and dictionaries of tensors.
import json

import torch


def shapes(item):
    if isinstance(item, dict):
        return {k: shapes(v) for k, v in item.items()}
    if isinstance(item, (list, tuple)):
        return [shapes(v) for v in item]
    return list(item.shape)


print(json.dumps(shapes({"a": [torch.zeros(1), (torch.zeros(2, 3),)]})))
