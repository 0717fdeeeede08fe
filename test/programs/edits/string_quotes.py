# Quotes and raw strings are left alone.
import json

import torch

s = r"torch\d" + 'it\'s' + """torch.view("x")"""
print(json.dumps([s, torch.zeros(2).view(1, 2).tolist()]))
