# flatten, squeeze and reshape where dimensions are one or missing.
import json

import torch

x = torch.arange(6).view(1, 2, 1, 3)
s = torch.tensor(5)
r = [x.squeeze(), x.squeeze(0), x.squeeze(1), x.squeeze(-2), x.flatten(), x.flatten(1), torch.flatten(x, 1, 2), x.flatten(start_dim=2), s.flatten(), s.view(1), s.reshape(-1), s.unsqueeze(0)]
r += [x.view(-1), x.reshape(3, -1), x.view(2, 3)[None], x.permute(3, 2, 1, 0), x.transpose(0, -1), x[0].squeeze(1), x.view(6)[None, :, None].squeeze()]
print(json.dumps([[list(t.shape), t.flatten().tolist()] for t in r]))
