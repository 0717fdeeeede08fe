# map with an unbound method of Tensor.
import json

import torch

print(json.dumps(list(map(torch.Tensor.item, [torch.tensor(1.0), torch.tensor(2.0)]))))
