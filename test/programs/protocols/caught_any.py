# A handler of all exceptions.
import json

import torch


def joined(a, b):
    try:
        return torch.cat([a, b]).tolist()
    except Exception:
        return "does not fit"


print(json.dumps([joined(torch.ones(1, 2), torch.ones(1, 2)), joined(torch.ones(1, 2), torch.ones(1, 3))]))
