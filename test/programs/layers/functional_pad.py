# F.pad with constants on the last dimensions.
import json

import torch
import torch.nn.functional as F

x = torch.ones(1, 1, 2, 2)
print(json.dumps([F.pad(x, (1, 0)).tolist(), F.pad(x, (0, 1, 1, 0), value=2.0).tolist()]))
