# Keywords in any order.
import json

import torch

x = torch.arange(6).float().reshape(2, 3)
r = [torch.sum(dim=1, input=x), torch.cat(dim=0, tensors=[x, x]), torch.transpose(dim1=0, dim0=1, input=x), x.sum(keepdim=True, dim=0)]
print(json.dumps([t.tolist() for t in r]))
