# A project function named like a torch one returns text.
import json

import torch


def cat(parts):
    return "+".join(parts)


print(json.dumps([cat(["a", "b"]).split("+"), torch.cat([torch.ones(1), torch.zeros(1)]).tolist()]))
