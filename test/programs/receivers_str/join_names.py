# A name joined from parts that is used as a key.
import json

import torch

state = {"a.w": torch.arange(4)}
print(json.dumps(state[".".join(["a", "w"])].view(2, 2).tolist()))
