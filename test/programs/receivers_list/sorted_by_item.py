# sorted() over a tensor's items.
import json

import torch

print(json.dumps(sorted(torch.tensor([3, 1, 2]).tolist(), reverse=True)))
