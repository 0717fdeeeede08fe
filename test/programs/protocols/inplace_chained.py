# In-place methods that follow each other.
import json

import torch

x = torch.arange(6.0).view(2, 3)
x = x.t()
y = torch.zeros(1, 2)
y = y.squeeze(0).unsqueeze(1)
z = torch.tensor([-1.0, 2.0])
z.relu_().add_(1).clamp_(max=2.5)
w = torch.ones(2)
w.sub_(torch.tensor([0.5, 0.25])).mul_(2).div_(4).neg_().abs_().sqrt_()
e = torch.zeros(2)
e.fill_(2).exp_().zero_()
print(json.dumps([list(x.shape), list(y.shape), z.tolist(), w.tolist(), e.tolist()]))
