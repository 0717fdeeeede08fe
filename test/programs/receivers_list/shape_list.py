# A list called shape.
import json

import torch

shape = [2, 3]
shape.reverse()
print(json.dumps([shape, list(torch.zeros(*shape).shape)]))
