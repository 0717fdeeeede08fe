# F.softmax and log_softmax along dimensions.
import json

import torch
import torch.nn.functional as F

x = torch.tensor([[1.0, 2.0], [3.0, 5.0]])
print(json.dumps([F.softmax(x, dim=0).tolist(), F.log_softmax(x, -1).tolist(), x.softmax(1).tolist()]))
