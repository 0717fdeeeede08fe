# Numbers from math as arguments.
import json
import math

import torch

x = torch.tensor([1.0, 4.0])
print(json.dumps([(x / math.sqrt(4)).tolist(), math.floor(2.5), math.prod([2, 3]), (x * math.pi).tolist()]))
