# Swin's window partition and its inverse.
import json

import torch


def partition(x, size):
    b, h, w, c = x.shape
    x = x.view(b, h // size, size, w // size, size, c)
    return x.permute(0, 1, 3, 2, 4, 5).contiguous().view(-1, size, size, c)


def reverse(windows, size, h, w):
    b = int(windows.shape[0] / (h * w / size / size))
    x = windows.view(b, h // size, w // size, size, size, -1)
    return x.permute(0, 1, 3, 2, 4, 5).contiguous().view(b, h, w, -1)


x = torch.arange(16).view(1, 4, 4, 1)
w = partition(x, 2)
print(json.dumps([w[1].view(-1).tolist(), torch.equal(reverse(w, 2, 4, 4), x)]))
