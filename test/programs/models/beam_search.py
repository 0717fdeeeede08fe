# Beams kept as tuples of lists and tensors, sorted by their scores.
import json

import torch


def step(beams, logits, width):
    grown = []
    for tokens, score in beams:
        values, indices = torch.log_softmax(logits[tokens[-1]], dim=-1).topk(width)
        for value, index in zip(values, indices):
            grown.append((tokens + [index.item()], score + value.item()))
    grown.sort(key=lambda beam: beam[1], reverse=True)
    return grown[:width]


logits = torch.tensor([[0.1, 2.0, 0.3], [1.5, 0.2, 0.9], [0.0, 0.5, 3.0]])
beams = [([0], 0.0)]
for _ in range(3):
    beams = step(beams, logits, 2)
print(json.dumps([[tokens, round(score, 4)] for tokens, score in beams]))
