# Text and lists repeated by a size.
import json

import torch

x = torch.zeros(2, 3)
print(json.dumps(["-" * x.size(1), [0] * x.shape[0], ["a", "b"] * len(x), "x" * int(x.sum() + 2)]))
