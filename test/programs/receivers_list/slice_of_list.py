# Slices of lists and of tensors.
import json

import torch

a = [4, 5, 6, 7]
t = torch.tensor(a)
print(json.dumps([a[1:], a[::2], a[-1], t[1:].tolist(), t[::2].tolist(), t[-1].item()]))
