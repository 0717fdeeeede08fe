# Generators that are sent values, closed and chained.
import json

import torch


def pieces(x, size):
    for start in range(0, x.size(0), size):
        yield x[start : start + size]


def names():
    yield "a b"
    yield from ("c d", "e f")


def running():
    total = torch.zeros(2)
    while True:
        x = yield total
        if x is None:
            return
        total = total + x


r = running()
next(r)
sent = [r.send(torch.ones(2)).tolist() for _ in range(3)]
print(json.dumps([[p.view(-1).tolist() for p in pieces(torch.arange(6).view(3, 2), 2)], [n.split(" ") for n in names()], sent]))
