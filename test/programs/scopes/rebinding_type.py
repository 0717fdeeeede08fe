# One name is a string, then a list, then a tensor.
import json

import torch

x = "b a"
a = x.split(" ")
x = a
x.sort()
b = list(x)
x = torch.tensor([3.0, 1.0])
c = x.sort()[0]
print(json.dumps({"a": b, "c": c.tolist()}))
