# The percent operator with tensors.
import json

import torch

n = torch.tensor(7)
f = torch.tensor(2.5)
print(json.dumps(["%d items" % n, "%.2f" % f, "%d of %d" % (n, n + 1), "%5.1f|%-4d|" % (f, n), "%s" % n.item()]))
