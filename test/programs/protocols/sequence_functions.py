# Python's sequence functions on tensors with dimensions.
import json

import torch

x = torch.tensor([[1, 2], [3, 4]])
a, b = x
first, *others = x.view(-1)
r = [len(x), [row.tolist() for row in x], a.tolist(), b.tolist(), first.item(), [o.item() for o in others], [list(map(int, row)) for row in x]]
r += [[i * row.sum().item() for i, row in enumerate(x)], [p.item() + q.item() for p, q in zip(a, b)], next(iter(x)).tolist()]
r += [any(x.view(-1) > 3), all(x.view(-1) > 0), sum(x).tolist(), 3 in x, 9 in x, [row.tolist() for row in reversed(list(x))], list(zip(*x.tolist()))]
r += [max(a, key=float).item(), sorted(b.tolist(), reverse=True), tuple(a.tolist()), {k: v.item() for k, v in zip("pq", a)}, [*a.tolist(), *b.tolist()]]
print(json.dumps([bool(v) if isinstance(v, torch.Tensor) else v for v in r]))
