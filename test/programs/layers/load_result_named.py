# The result of load_state_dict by its names.
import json

import torch
from torch import nn

m = nn.LayerNorm(2)
result = m.load_state_dict({"weight": torch.ones(2) * 4, "other": torch.zeros(1)}, strict=False)
print(json.dumps([result.missing_keys, result.unexpected_keys, m.weight.tolist()]))
