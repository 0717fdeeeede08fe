# A file used with `import pkg.ops` and its full dotted name.
import json

import pkg.ops
import torch

print(json.dumps({"r": pkg.ops.rows(torch.arange(6).reshape(3, 2))}))
