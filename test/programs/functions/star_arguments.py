# Arguments from tuples and dictionaries, in front of and behind others.
import json

import torch

x = torch.arange(24)
shape, order = (2, 3, 4), [2, 0, 1]
r = [x.view(*shape).size(), x.view(2, *shape[1:]).permute(*order).shape, x.view(*shape).float().shape]
r += [torch.zeros(*shape[:2], dtype=torch.long).shape, x.view(*[4, 6]).shape, torch.cat([*x.view(2, 12)]).shape]
r += [x.reshape(*(-1, 2)).shape, torch.ones(*x.view(shape).shape[1:]).shape]
print(json.dumps([list(s) for s in r]))
