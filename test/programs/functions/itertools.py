# itertools over lists of tensors.
import itertools
import json

import torch

xs = [torch.tensor([1, 2]), torch.tensor([3])]
print(json.dumps([[v.item() for v in itertools.chain(*xs)], [list(p) for p in itertools.product([1, 2], "a")]]))
