# Two independent statements and edits in one line.
import json

import torch

a = torch.arange(4).view(2, 2); b = torch.arange(4).view(4, 1)
print(json.dumps([a.permute(1, 0).tolist(), b.transpose(0, 1).tolist()]))
