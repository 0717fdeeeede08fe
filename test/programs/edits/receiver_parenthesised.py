# A parenthesised receiver.
import json

import torch

a = torch.ones(2, 2)
print(json.dumps([(a + a).view(-1).tolist(), (a @ a).transpose(0, 1).tolist(), ((a)).permute((1, 0)).tolist()]))
