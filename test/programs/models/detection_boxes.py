# Boxes: corners, areas, overlaps, and suppression written out.
import json

import torch


def area(boxes):
    return (boxes[:, 2] - boxes[:, 0]).clamp(min=0) * (boxes[:, 3] - boxes[:, 1]).clamp(min=0)


def overlaps(a, b):
    low = torch.max(a[:, None, :2], b[:, :2])
    high = torch.min(a[:, None, 2:], b[:, 2:])
    inter = (high - low).clamp(min=0).prod(dim=2)
    return inter / (area(a)[:, None] + area(b) - inter)


def suppress(boxes, scores, limit):
    order = scores.argsort(descending=True)
    kept = []
    while order.numel() > 0:
        first = order[0]
        kept.append(first.item())
        if order.numel() == 1:
            break
        rest = order[1:]
        order = rest[overlaps(boxes[first].unsqueeze(0), boxes[rest])[0] <= limit]
    return kept


boxes = torch.tensor([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 1.9], [3.0, 3.0, 4.0, 4.0]])
scores = torch.tensor([0.5, 0.9, 0.3])
print(json.dumps([[[round(v, 4) for v in row] for row in overlaps(boxes, boxes).tolist()], suppress(boxes, scores, 0.5), area(boxes).tolist()]))
