# A tensor in text without a format.
import json

import torch

print(json.dumps(f"{torch.tensor(1.5)}"))
