# The percent operator writes a tensor's own text.
import json

import torch

print(json.dumps(["%s" % torch.tensor([1, 2]), "%r and %s" % (torch.tensor(1), torch.float32)]))
