# Positional arguments and keywords that come from a list and a dictionary.
import json

import torch

args = [torch.tensor([[1.0, 2.0], [3.0, 5.0]]), 1]
options = {}
options["keepdim"] = True
print(json.dumps([torch.mean(*args, **options).tolist(), torch.cat(*[[args[0], args[0]]], **{"dim": 1}).tolist()]))
