# A dictionary of tensors built by a comprehension.
import json

import torch

parts = {name: torch.full((2, 2), float(k)) for k, name in enumerate(["a", "b"])}
print(json.dumps({name: value.view(-1).tolist() for name, value in parts.items()}))
