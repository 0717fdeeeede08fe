# torch.nn.functional reached through attributes of one import.
import json

import torch

print(json.dumps({"r": torch.nn.functional.relu(torch.tensor([-3.0, 3.0])).tolist()}))
