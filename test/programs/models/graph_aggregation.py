# Messages along edges, summed at their targets by a loop and by a matrix.
import json

import torch

x = torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0]])
edges = torch.tensor([[0, 1, 2, 2], [1, 2, 0, 1]])
source, target = edges
out = torch.zeros_like(x)
for s, t in zip(source.tolist(), target.tolist()):
    out[t] += x[s]
adjacency = torch.zeros(3, 3)
adjacency[target, source] = 1.0
degree = adjacency.sum(dim=1, keepdim=True).clamp(min=1)
print(json.dumps([out.tolist(), (adjacency @ x).tolist(), (adjacency @ x / degree).tolist(), x[source].size(), list(x.index_select(0, target).shape)]))
