# collections.deque: append, index, count, copy.
import json
from collections import deque

import torch

q = deque([torch.ones(1, 2)], maxlen=2)
q.append(torch.zeros(1, 2))
print(json.dumps([len(q.copy()), torch.cat(list(q)).tolist(), q.popleft().view(-1).tolist()]))
