# Top-k routing with scatter of weights.
import json

import torch

logits = torch.tensor([[1.0, 3.0, 2.0], [0.5, 0.1, 0.2]])
weights, index = torch.topk(logits.softmax(dim=-1), k=2, dim=-1)
weights = weights / weights.sum(dim=-1, keepdim=True)
print(json.dumps([weights.tolist(), index.tolist()]))
