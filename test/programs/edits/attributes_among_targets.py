# Attributes that are bound among others, in loops and `with`, are not read.
import contextlib
import json

import torch


class Slot:
    def __init__(self):
        self.data = 0
        self.shape = ()


def fill(slot, value):
    slot.data, slot.shape = value, tuple(value.shape)
    [slot.device, *slot.rest] = ["none", 1, 2]
    return slot


slot = fill(Slot(), torch.ones(2, 3))
seen = [slot.data.sum().item(), list(slot.shape), slot.device, slot.rest]
for slot.data, slot.shape in [(1, 2), (3, 4)]:
    seen.append([slot.data, slot.shape])
with contextlib.nullcontext(torch.zeros(2)) as slot.data:
    seen.append(slot.data.tolist())
del slot.data, slot.rest
seen.append(hasattr(slot, "data"))
print(json.dumps(seen))
