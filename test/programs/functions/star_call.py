# A call with a starred tuple.
import json

import torch

shape = (2, 3)
x = torch.zeros(*shape)
print(json.dumps([list(x.shape), list(x.view(*shape[::-1]).shape)]))
