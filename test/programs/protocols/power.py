# ** with ints and floats.
import json

import torch

a = torch.tensor([2, 3])
f = torch.tensor([4.0, 9.0])
print(json.dumps([(a**2).tolist(), (f**0.5).tolist(), (2**a).tolist(), (f**-1).tolist()]))
