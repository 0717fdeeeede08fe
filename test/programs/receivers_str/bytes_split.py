# bytes.split.
import json

import torch

print(json.dumps([b"a b".split()[0].decode(), torch.zeros(1).tolist()]))
