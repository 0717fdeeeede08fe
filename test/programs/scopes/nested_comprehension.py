# Nested comprehensions over tensors and strings.
import json

import torch

rows = [[v.item() * 2 for v in row] for row in torch.arange(4).reshape(2, 2)]
words = [[c.upper() for c in w] for w in ["ab", "c"]]
print(json.dumps({"rows": rows, "words": words}))
