# `+=` on a list seen through another name.
import json

import torch

a = [1]
b = a
b += [2]
print(json.dumps([a, b, torch.tensor(a).tolist()]))
