# Writing through a permuted tensor, its .T and .mT.
import json

import torch

x = torch.zeros(2, 3)
x.permute(1, 0)[0] = 1.0
x.T[1].fill_(2.0)
x.mT[2, 1] = 9.0
print(json.dumps(x.tolist()))
