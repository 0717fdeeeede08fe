# `xs[0] += 1` on a list of tensors with another name for the item.
import json

import torch

a = torch.zeros(2)
xs = [a]
xs[0] += 1
print(json.dumps([a.tolist(), xs[0].tolist()]))
