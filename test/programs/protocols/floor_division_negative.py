# Floor division and remainder of negative numbers.
import json

import torch

a = torch.tensor([-7, 7])
print(json.dumps([(a // 2).tolist(), (a % 3).tolist(), (a.float() // 2).tolist(), (a.float() % 3).tolist()]))
