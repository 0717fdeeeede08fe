# hasattr on modules of PyTorch.
import json

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    fast = hasattr(F, "scaled_dot_product_attention")

    def forward(self, x):
        return F.relu(x) if hasattr(F, "relu") and self.fast else x


print(json.dumps([Net()(torch.tensor([-1.0])).tolist(), hasattr(nn, "Linear")]))
