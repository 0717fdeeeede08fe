# Pieces made before the tensor is written show what was written.
import json

import torch

x = torch.zeros(4)
first, second = x.chunk(2)
pieces = x.split([1, 3])
rows = x.view(2, 2).unbind(0)
x[3] = 5.0
print(json.dumps([first.tolist(), second.tolist(), pieces[1].tolist(), rows[1].tolist()]))
