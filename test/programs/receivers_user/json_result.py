# Parsed JSON: lists that are sorted, strings that are split.
import json

import torch

data = json.loads('{"order": [2, 1], "name": "a b", "w": [1, 2, 3, 4]}')
data["order"].sort()
print(json.dumps([data["order"], data["name"].split(" "), torch.tensor(data["w"]).view(2, 2).tolist()]))
