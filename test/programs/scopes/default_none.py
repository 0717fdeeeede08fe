# None as a default, replaced by a tensor.
import json
from typing import Optional

import torch


def run(x: torch.Tensor, mask: Optional[torch.Tensor] = None):
    if mask is None:
        mask = torch.ones(2, 1)
    return (x * mask.view(1, 2)).tolist()


print(json.dumps({"a": run(torch.ones(2)), "b": run(torch.ones(2), torch.tensor([1.0, 0.0]))}))
