# A loss over masked positions, with labels that are ignored.
import json

import torch
import torch.nn.functional as F

logits = torch.arange(24.0).view(2, 3, 4) / 10
labels = torch.tensor([[1, -100, 3], [-100, -100, 0]])
mask = labels != -100
picked = logits[mask]
a = F.cross_entropy(logits.view(-1, 4), labels.view(-1))
b = F.cross_entropy(picked, labels[mask])
c = F.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
correct = (logits.argmax(-1) == labels)[mask].float().mean()
print(json.dumps([round(a.item(), 5), round(b.item(), 5), [[round(v, 4) for v in row] for row in c.tolist()], correct.item(), mask.sum().item()]))
