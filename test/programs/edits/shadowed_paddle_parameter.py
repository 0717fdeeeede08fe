# A parameter called paddle.
import json

import torch


def f(paddle, x):
    return [paddle, torch.cat([x, x]).tolist()]


print(json.dumps(f("oar", torch.ones(1))))
