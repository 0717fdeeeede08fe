# Padding from the last dimension on, and resizing.
import json

import torch
import torch.nn.functional as F

x = torch.arange(4.0).view(1, 1, 2, 2)
r = [F.pad(x, (1, 0)), F.pad(x, (0, 1, 2, 0), value=9.0)]
r += [F.interpolate(x, scale_factor=2), F.interpolate(x, size=(3, 3), mode="bilinear", align_corners=False), F.interpolate(x, size=3, mode="bilinear", align_corners=True)]
print(json.dumps([t.tolist() for t in r]))
