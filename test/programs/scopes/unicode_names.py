# Names in other scripts, and text before the edits in the same line.
import json

import torch

größe = 2
张量 = torch.arange(6)
print(json.dumps({"文字🙂": 张量.view(größe, 3).permute(1, 0).tolist()}))
