# F.one_hot gives integers.
import json

import torch
import torch.nn.functional as F

print(json.dumps([F.one_hot(torch.tensor([0, 2]), 3).tolist(), F.one_hot(torch.tensor([0, 2]), num_classes=3).float().tolist()]))
