# Fewer chunks come than were asked for.
import json

import torch

x = torch.arange(4)
print(json.dumps([len(x.chunk(3)), [len(c) for c in x.chunk(3)], len(x.chunk(9)), len(torch.arange(6).chunk(4))]))
