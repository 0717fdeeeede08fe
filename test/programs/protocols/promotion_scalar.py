# An int tensor with a float number.
import json

import torch

a = torch.tensor([1, 2])
print(json.dumps([(a + 0.5).tolist(), (a * 2).tolist(), (2.5 - a).tolist(), (a + 1).dtype == torch.int64]))
