# any and all of Python over the elements of a vector.
import json

import torch

x = torch.tensor([1, 2, 3])
m = torch.tensor([True, False])
r = [any(x > 2), all(x > 0), any(m), all(m), any(t > 5 for t in x), all(bool(t) for t in m)]
print(json.dumps([bool(v) for v in r] + [sum(x > 1).item(), sum(x).item()]))
