# max, min and sorted of Python over the items of tensors.
import json

import torch

x = torch.tensor([3, 1, 2])
print(
    json.dumps(
        [
            max(x).item(),
            min(x).item(),
            [t.item() for t in sorted(x)],
            max(x.tolist()),
            max(x[0], x[1]).item(),
            max([x[2], x[0]], key=lambda t: -t.item()).item(),
            max(2.5, x[0].item()),
        ]
    )
)
