# str.format and f-strings with numbers from tensors.
import json

import torch

x = torch.tensor(1.5)
print(json.dumps(["{:.2f}".format(x.item()), f"{x.item():.1f}", "%d items" % torch.zeros(3).numel()]))
