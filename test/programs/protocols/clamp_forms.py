# clamp with one bound, both, tensors and by name.
import json

import torch

x = torch.tensor([-2.0, 0.5, 3.0])
i = torch.tensor([-2, 0, 3])
r = [x.clamp(0), x.clamp(max=1), x.clamp(min=-1, max=1), torch.clamp(x, 0, 1), x.clamp(-1, 1), i.clamp(min=0), i.clamp(0, 2), torch.clamp(x, min=torch.tensor([0.0, 1.0, 4.0])), x.clamp(min=0.0)]
print(json.dumps([t.tolist() for t in r]))
