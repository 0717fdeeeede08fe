# A layer class in a variable makes layers, and is what isinstance asks for; type() agrees with both.
import json

import torch
from torch import nn


def check(norm_layer):
    made = norm_layer(4, eps=1e-4)
    direct = nn.LayerNorm(4)
    return [
        isinstance(made, norm_layer),
        isinstance(direct, norm_layer),
        isinstance(made, nn.LayerNorm),
        type(made) == type(direct),
        type(made) == norm_layer,
        issubclass(type(direct), norm_layer),
        isinstance(nn.Linear(1, 1), norm_layer),
    ]


print(json.dumps(check(nn.LayerNorm)))
