# Python's number functions on tensors without dimensions.
import json
import math

import torch

t = torch.tensor(2.5)
n = torch.tensor(3)
r = [float(t), int(t), bool(t), round(float(t)), math.sqrt(t), math.floor(t), list(range(n)), ["a", "b", "c", "d"][n], "ab" * n]
r += [abs(-t).item(), t.item() ** 2, n.item() // 2, bool(n == 3), not n, n and 5, (n > 2).item(), "%d" % n, "%.1f" % t, f"{t.item():.2f}"]
r += [f"{t:.2f}", f"{n:>4}", "{:.3f}".format(t), float(n / 2), int(n) / 2, max(n, 7), min(float(t), 3.0), pow(2, int(n))]
print(json.dumps([v.item() if isinstance(v, torch.Tensor) else v for v in r]))
