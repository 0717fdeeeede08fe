# The word torch in strings and comments stays as it is.
import json

import torch

# torch.cat is not called here: torch.view(2, 3)
text = "torch.zeros(2).view(1, 2)"
print(json.dumps([text, text.split("."), torch.zeros(1).tolist()]))
