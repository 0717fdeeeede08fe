# split by size and by sizes, chunk that does not come out even.
import json

import torch

x = torch.arange(10)
y = x.view(2, 5)
forms = [x.split(4), x.split([3, 7]), x.chunk(4), x.chunk(3), y.split(2, dim=1), torch.split(y, [1, 4], 1), torch.chunk(y, 2, -1)]
forms += [y.split(1), y.chunk(5, dim=1), y.unbind(1), torch.split(x, split_size_or_sections=6)]
print(json.dumps([[t.tolist() for t in pieces] for pieces in forms] + [type(x.split(5)).__name__]))
