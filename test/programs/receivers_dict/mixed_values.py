# Values of several kinds, reached by literal keys.
import json

import torch

batch = {"ids": torch.tensor([[1, 2]]), "text": "a b", "order": [2, 1], "n": 3}
batch["order"].sort()
print(json.dumps([batch["ids"].view(-1).tolist(), batch["text"].split(" "), batch["order"], batch["n"]]))
