# gather and index_select with smaller indices and dimensions from behind.
import json

import torch

x = torch.arange(6.0).view(2, 3)
index = torch.tensor([[0, 2], [1, 1]])
r = [x.gather(1, index), torch.gather(x, -1, index[:1]), x.gather(0, index[1:]), x.index_select(1, torch.tensor([2, 0]))]
r += [x.gather(dim=1, index=index), x.index_select(-2, torch.tensor([1])), torch.index_select(x, 0, torch.tensor([1, 1, 0]))]
print(json.dumps([t.tolist() for t in r]))
