# A greedy decoding loop with argmax and cat.
import json

import torch

table = torch.tensor([[0.1, 0.9, 0.0], [0.0, 0.1, 0.9], [0.9, 0.0, 0.1]])
ids = torch.tensor([[0]])
for _ in range(4):
    ids = torch.cat([ids, table[ids[:, -1]].argmax(dim=-1, keepdim=True)], dim=1)
print(json.dumps(ids.tolist()))
