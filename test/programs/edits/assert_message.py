# A call in an assert.
import json

import torch

x = torch.zeros(2, 3)
assert x.view(-1).size(0) == 6, f"got {x.size()}"
print(json.dumps("fine"))
