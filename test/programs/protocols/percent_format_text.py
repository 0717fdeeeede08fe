# The percent operator writes a tensor's own text.
import json

import torch

print(json.dumps(["%s" % torch.tensor([1, 2]), "%d of %s and %s" % (3, torch.tensor(1), torch.float32)]))
