# nn.Dropout in eval mode and p=0 in training.
import json

import torch
from torch import nn
import torch.nn.functional as F

x = torch.ones(3)
print(json.dumps([nn.Dropout(0.5).eval()(x).tolist(), nn.Dropout(0.0)(x).tolist(), F.dropout(x, 0.5, training=False).tolist()]))
