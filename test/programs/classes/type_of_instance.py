# type(x) and __class__.__name__.
import json

import torch
from torch import nn


class Net(nn.Module):
    pass


n = Net()
print(json.dumps([type(n).__name__, n.__class__.__name__, isinstance(n, nn.Module), issubclass(Net, nn.Module)]))
