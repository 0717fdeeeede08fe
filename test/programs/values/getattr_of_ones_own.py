# A function of one's own that is called getattr.
import json

import torch


def getattr(thing, name):
    return f"{name} of {len(thing)}"


print(json.dumps([getattr([1], "view"), getattr(torch.ones(3), "T")]))
