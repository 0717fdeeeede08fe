# partial over a function of torch.nn.functional.
import json
from functools import partial

import torch
import torch.nn.functional as F

act = partial(F.leaky_relu, negative_slope=0.5)
print(json.dumps(act(torch.tensor([-2.0, 2.0])).tolist()))
