# expand and repeat, with dimensions kept, added and named by -1.
import json

import torch

x = torch.arange(3).view(3, 1)
forms = [x.expand(3, 2), x.expand(-1, 2), x.expand(2, -1, 2), x.expand((3, 2)), x.expand(torch.Size([3, 2]))]
forms += [x.repeat(1, 2), x.repeat(2, 1, 2), x.repeat((1, 2)), x.repeat_interleave(2, dim=0), x.expand_as(torch.ones(3, 2))]
forms += [x.view(3).repeat(2), x.view(3).repeat_interleave(torch.tensor([1, 0, 2])), torch.repeat_interleave(x, 2)]
print(json.dumps([t.tolist() for t in forms]))
