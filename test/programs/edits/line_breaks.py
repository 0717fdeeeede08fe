# A chain over several lines in parentheses.
import json

import torch

x = torch.arange(12)
y = (
    x.view(3, 4)
    .permute(1, 0)
    .contiguous()
    .view(-1)
)
print(json.dumps(y.tolist()))
