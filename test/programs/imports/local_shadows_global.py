# A local import of another module under the name F.
import json
import math

import torch
import torch.nn.functional as F


def plain(v):
    import math as F

    return F.floor(v)


print(json.dumps({"r": plain(2.7), "t": F.relu(torch.tensor([-2.0, 2.0])).tolist(), "e": math.floor(1.5)}))
