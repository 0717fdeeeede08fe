# Losses with reductions, weights and ignored labels.
import json

import torch
import torch.nn.functional as F
from torch import nn

x = torch.tensor([[1.0, 2.0, 0.5], [0.0, 1.0, 3.0]])
y = torch.tensor([1, 2])
b = torch.tensor([0.2, 0.7])
t = torch.tensor([0.0, 1.0])
r = [F.cross_entropy(x, y), F.cross_entropy(x, y, reduction="sum"), F.cross_entropy(x, torch.tensor([1, -100])), F.cross_entropy(x, y, label_smoothing=0.1)]
r += [nn.CrossEntropyLoss(reduction="none")(x, y), F.mse_loss(b, t), F.binary_cross_entropy_with_logits(b, t)]
r += [F.smooth_l1_loss(b, t)]
print(json.dumps([v.tolist() for v in r]))
