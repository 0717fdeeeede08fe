# Comments between the arguments.
import json

import torch

x = torch.arange(24)
y = x.view(
    2,  # batch
    3,  # heads
    # what is left
    -1,
).permute(  # bring the heads last
    0,
    2,  # width
    1,
)
print(json.dumps(y.tolist()))
