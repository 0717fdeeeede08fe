# Swin's relative position index.
import json

import torch

coords = torch.stack(torch.meshgrid([torch.arange(2), torch.arange(2)], indexing="ij"))
flat = torch.flatten(coords, 1)
rel = (flat[:, :, None] - flat[:, None, :]).permute(1, 2, 0).contiguous()
rel[:, :, 0] += 1
rel[:, :, 1] += 1
rel[:, :, 0] *= 3
print(json.dumps(rel.sum(-1).tolist()))
