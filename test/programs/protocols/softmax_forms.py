# Softmax and its kin with the dimension given in each way.
import json

import torch
import torch.nn.functional as F

x = torch.tensor([[1.0, 2.0], [3.0, 5.0]])
r = [x.softmax(0), F.softmax(x, 1), torch.softmax(x, dim=-1), F.log_softmax(x, dim=0), x.log_softmax(-1), x.sigmoid(), F.softmax(x, dim=-1, dtype=torch.float64)]
r += [F.gelu(x), F.gelu(x, approximate="tanh"), F.silu(x), F.leaky_relu(-x), F.leaky_relu(-x, 0.5), F.elu(-x), F.softplus(x), F.relu6(x * 3), torch.tanh(x)]
print(json.dumps([[round(v, 4) for v in t.flatten().tolist()] for t in r]))
