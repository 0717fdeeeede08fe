# f"{x:.2f}" on a 0-D tensor.
import json

import torch

print(json.dumps([f"{torch.tensor(1.2345):.2f}", "{:.1f}".format(torch.tensor(2.0))]))
