# BatchNorm's running statistics after training steps.
import json

import torch
from torch import nn

m = nn.BatchNorm1d(2, momentum=0.3)
x = torch.tensor([[1.0, 2.0], [3.0, 6.0], [5.0, 1.0]])
y = m(x)
m(x + 1)
m.eval()
z = m(x)
print(json.dumps([y.tolist(), z.tolist(), m.running_mean.tolist(), m.running_var.tolist()]))
