# Calls inside f-strings.
import json

import torch

x = torch.arange(6)
print(json.dumps(f"{x.view(2, 3).size(0)} rows, last {x.view(3, 2)[-1].tolist()}"))
