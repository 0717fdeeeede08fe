# roll, flip, repeat_interleave, take_along and index_add.
import json

import torch

x = torch.arange(6).view(2, 3)
r = [x.roll(1, 0), torch.roll(x, shifts=(1, -1), dims=(0, 1)), x.roll(2), x.flip(0), torch.flip(x, [0, 1]), x.flip(dims=(-1,)), x.repeat_interleave(2, 1), x.repeat_interleave(2)]
print(json.dumps([t.tolist() for t in r]))
