# any() and all() of Python and of tensors.
import json

import torch

m = torch.tensor([True, False])
print(json.dumps([bool(m.any()), bool(m.all()), any([False, True]), all([]), any(m.tolist())]))
