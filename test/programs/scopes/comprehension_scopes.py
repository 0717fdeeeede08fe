# Comprehensions inside each other, with names of the outside and conditions.
import json

import torch

x = torch.arange(6).view(2, 3)
text = "x y"
rows = [[x.view(-1)[i * 3 + j].item() for j in range(x.size(1))] for i in range(x.size(0))]
shadow = [x for x in text.split(" ")]
table = {k: v.view(3, 1).size(0) for k, v in zip(shadow, x)}
kept = [t for row in x for t in row.tolist() if t % 2]
nested = {n: [m.split("y") for m in n.split(" ")] for n in [text]}
lazy = (r.sum().item() for r in x)
print(json.dumps([rows, shadow, table, kept, nested, list(lazy), x.size(0), [y := x.size(1), y + 1]]))
