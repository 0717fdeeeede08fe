# An object of the standard library with replace.
import datetime
import json

import torch

d = datetime.date(2024, 1, 31)
print(json.dumps([d.replace(day=1).isoformat().split("-"), torch.zeros(1).tolist()]))
