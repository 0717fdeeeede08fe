# str.split with a second argument.
import json

import torch

key = "layers.0.weight"
name, rest = key.split(".", 1)
print(json.dumps([name, rest, rest.split(".")[-1], torch.zeros(1).tolist()]))
