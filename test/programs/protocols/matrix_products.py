# Products of vectors, matrices and batches.
import json

import torch

a, b = torch.arange(6.0).view(2, 3), torch.arange(12.0).view(3, 4)
v = torch.tensor([1.0, 2.0, 3.0])
batch = torch.arange(12.0).view(2, 2, 3)
r = [a @ b, a.matmul(v), v @ b, v @ v, batch @ b, torch.bmm(batch, batch.transpose(1, 2)), torch.mm(a, b), torch.einsum("ij,jk->ki", a, b)]
r += [torch.einsum("bij,kj->bik", batch, a), torch.outer(v, v), torch.matmul(batch, v), torch.einsum("...i,...i->...", batch, batch), a.T @ a]
print(json.dumps([t.tolist() for t in r]))
