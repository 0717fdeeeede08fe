# F.layer_norm over the whole of a tensor.
import json

import torch
import torch.nn.functional as F

x = torch.arange(4.0).view(2, 2)
print(json.dumps([F.layer_norm(x, x.shape).tolist(), F.layer_norm(x, (2,)).tolist(), F.layer_norm(x, x.size()[1:], eps=1e-3).tolist()]))
