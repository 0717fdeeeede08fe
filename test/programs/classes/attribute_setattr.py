# setattr with a literal name.
import json

import torch


class Box:
    pass


b = Box()
setattr(b, "w", torch.arange(4))
print(json.dumps({"r": b.w.view(2, 2).tolist()}))
