# Walrus in conditions, comprehensions and arguments.
import json

import torch


def first_long(texts):
    if (n := len(texts)) > 1 and (x := torch.arange(n * 2)).size(0) > 2:
        return x.view(n, 2).tolist()
    return n


while (t := torch.ones(2)).sum() < 1:
    pass
kept = [y.view(-1).tolist() for v in (1, 2) if (y := torch.full((1, 2), v)).sum() > 2]
print(json.dumps([first_long(["a"]), first_long(["a", "b"]), t.view(1, 2).size(1), kept, y.size(0)]))
