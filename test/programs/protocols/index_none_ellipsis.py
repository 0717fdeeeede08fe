# New axes, ellipses, steps and negative indices in one subscript.
import json

import torch

x = torch.arange(24).view(2, 3, 4)
r = [x[None].shape, x[..., None].shape, x[:, None, -1].shape, x[..., 0].shape, x[:, -1:].shape, x[:, :, ::2].shape, x[-1, -1, -1].shape]
v = [x[1, ..., 1].tolist(), x[:, [0, 2], 1].tolist(), x[[0, 1], [1, 2]].tolist(), x[x[:, :, 0] > 8].tolist(), x[:, torch.tensor([2, 0])][..., :1].tolist()]
v += [x[0][1:][:, 2:].tolist(), x[torch.tensor(1), 0].tolist(), x[0, torch.arange(3), torch.tensor([0, 1, 2])].tolist(), x[:, 1][:, None].tolist()]
print(json.dumps([[list(s) for s in r], v]))
