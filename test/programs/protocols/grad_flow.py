# Gradients through += on a fresh tensor.
import json

import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
y = y + x
y.sum().backward()
print(json.dumps([x.grad.tolist(), x.requires_grad]))
