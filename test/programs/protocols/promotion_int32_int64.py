# int32 + int64.
import json

import torch

a = torch.tensor([1, 2], dtype=torch.int32)
b = torch.tensor([3, 4])
print(json.dumps([(a + b).tolist(), (a + b).dtype == torch.int64]))
