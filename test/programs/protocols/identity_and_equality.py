# Equality gives a tensor, identity and membership in lists look at the object.
import json

import torch

a, b = torch.tensor([1, 2]), torch.tensor([1, 2])
s = torch.tensor(1)
r = [a is a, a is b, a is not None, (a == b).tolist(), (a != b).tolist(), torch.equal(a, b), torch.equal(a, a + 1)]
r += [any(t is a for t in [b, a]), [id(t) == id(a) for t in (a, b)], len({a, b, a}), {a: 1}.get(b, "none"), s == 1, (s == None), a is None]
r += [bool(s == 1), bool(s != 1), (a == 1).any().item(), torch.allclose(a.float(), b.float()), s in [torch.tensor(0), torch.tensor(1)]]
print(json.dumps([v.tolist() if isinstance(v, torch.Tensor) else v for v in r]))
