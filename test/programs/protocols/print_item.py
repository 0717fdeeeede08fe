# Printed items and lists.
import torch

x = torch.tensor([1, 2])
print(x.tolist(), x[0].item(), list(x.shape), x.sum().item())
