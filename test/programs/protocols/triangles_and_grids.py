# Triangles, diagonals, grids and masks made of ranges.
import json

import torch

x = torch.ones(3, 3)
i, j = torch.meshgrid(torch.arange(2), torch.arange(3), indexing="ij")
causal = torch.arange(3)[None, :] > torch.arange(3)[:, None]
r = [x.tril(), torch.triu(x, diagonal=1), torch.tril(x, -1), i, j, causal, torch.diag(torch.tensor([1.0, 2.0])), x.triu(1).bool(), torch.tril(torch.ones(2, 3))]
print(json.dumps([t.tolist() for t in r]))
