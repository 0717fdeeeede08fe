# Reading with ints, slices, None, ellipsis, lists, masks and tensors.
import json

import torch

x = torch.arange(12).reshape(3, 4)
r = [x[0], x[-1, 2], x[:, 1], x[1:, :2], x[..., 3], x[None, 0], x[[0, 2]], x[x > 8], x[torch.tensor([1, 0])]]
print(json.dumps([[list(t.shape), t.tolist()] for t in r]))
