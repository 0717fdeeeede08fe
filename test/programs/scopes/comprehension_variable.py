# A comprehension variable with the name of a tensor outside.
import json

import torch

x = torch.arange(4)
names = [x.split(",") for x in ["a,b", "c"]]
print(json.dumps({"n": names, "t": [p.tolist() for p in x.split(2)]}))
