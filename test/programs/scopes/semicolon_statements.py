# Several statements in one line.
import json; import torch

x = torch.arange(4); y = x.view(2, 2); z = y.permute(1, 0); print(json.dumps({"r": z.tolist()}))
