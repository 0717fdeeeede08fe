# String methods whose names resemble tensor methods.
import json

import torch

s = " ab "
print(json.dumps([s.strip(), s.replace("a", "x"), "a".zfill(3), "b".center(3, "*"), torch.zeros(1).numel()]))
