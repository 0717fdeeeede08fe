# Functions of the operator module on tensors.
import json
import operator

import torch

x = torch.tensor([1.0, 2.0])
print(json.dumps([operator.add(x, 1).tolist(), operator.mul(x, x).tolist(), operator.itemgetter(0)(x).item()]))
