# An f-string with quotes and a format.
import json

import torch

d = {"x": torch.tensor([1.5, 2.5])}
print(json.dumps(f"mean {d['x'].mean().item():.2f} of {d['x'].numel()}"))
