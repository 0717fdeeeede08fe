# next(m.parameters()).
import json

import torch
from torch import nn

m = nn.Linear(3, 2)
print(json.dumps([next(m.parameters()).dtype == torch.float32, str(next(m.parameters()).device)]))
