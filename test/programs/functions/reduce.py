# functools.reduce with a torch function.
import functools
import json

import torch

print(json.dumps(functools.reduce(torch.matmul, [torch.ones(1, 2), torch.ones(2, 2), torch.ones(2, 1)]).tolist()))
