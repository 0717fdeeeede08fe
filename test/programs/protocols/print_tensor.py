# A printed tensor.
import torch

print(torch.tensor([1, 2]))
