# Calls in the element and the condition of a comprehension.
import json

import torch

xs = [torch.zeros(2, 3), torch.zeros(4)]
print(json.dumps([list(t.permute(1, 0).shape) for t in xs if t.dim() == 2]))
