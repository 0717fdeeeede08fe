# Mean pooling under a mask and normalisation.
import json

import torch
import torch.nn.functional as F


def pool(x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    m = mask.unsqueeze(-1).expand(x.size()).float()
    return F.normalize(torch.sum(x * m, 1) / torch.clamp(m.sum(1), min=1e-9), p=2, dim=1)


print(json.dumps(pool(torch.arange(8).float().view(1, 4, 2), torch.tensor([[1, 1, 0, 0]])).tolist()))
