# Gradients: accumulated, cleared, stopped, and of parts.
import json

import torch
from torch import nn

w = nn.Parameter(torch.tensor([1.0, 2.0]))
x = torch.tensor([3.0, 4.0])
(w * x).sum().backward()
first = w.grad.tolist()
(w * x).sum().backward()
second = w.grad.tolist()
w.grad.zero_()
(w.detach() * w).sum().backward()
third = w.grad.tolist()
w.grad = None
with torch.no_grad():
    y = w * 2
z = (w * 2).detach()
print(json.dumps([first, second, third, w.grad is None, y.requires_grad, z.requires_grad, w.requires_grad]))
