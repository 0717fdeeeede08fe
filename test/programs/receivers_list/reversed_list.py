# reversed() of a list of tensors.
import json

import torch

xs = [torch.tensor([[1]]), torch.tensor([[2]])]
print(json.dumps([x.view(-1).tolist() for x in reversed(xs)]))
