# `in` on sets and lists.
import json

import torch

print(json.dumps([2 in {1, 2}, "a" in ["b"], "k" in {"k": torch.zeros(1)}]))
