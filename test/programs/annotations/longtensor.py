# torch.LongTensor and torch.FloatTensor as annotations.
import json

import torch


def f(ids: torch.LongTensor, w: torch.FloatTensor):
    return (ids.view(-1) * 2).tolist(), w.view(-1).tolist()


print(json.dumps(list(f(torch.tensor([[1, 2]]), torch.tensor([[0.5]])))))
