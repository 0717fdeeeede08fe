# Calls as values and keys of a dictionary.
import json

import torch

x = torch.arange(4)
print(json.dumps({str(x.size(0)): x.view(2, 2).tolist(), "n": x.view(1, -1).shape[1]}))
