import torch

SHAPE = (2, 3)
DTYPE = torch.float64
