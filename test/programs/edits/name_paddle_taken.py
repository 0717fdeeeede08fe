# The file already has a variable called paddle.
import json

import torch

paddle = "a wooden one"
print(json.dumps([paddle.split(" "), torch.zeros(2).view(2, 1).tolist()]))
