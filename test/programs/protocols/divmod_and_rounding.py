# Division that keeps integers: floor and true division, by numbers and by tensors.
import json

import torch

x = torch.tensor([7, -7])
f = torch.tensor([7.5, -7.5])
d = torch.tensor([2, -2])
print(
    json.dumps(
        [
            (x // 2).tolist(),
            (x // d).tolist(),
            (f // 2).tolist(),
            x.div(2).tolist(),
            (x / d).tolist(),
            (7 // d).tolist(),
            (x % d).tolist(),
            (f % 2).tolist(),
        ]
    )
)
