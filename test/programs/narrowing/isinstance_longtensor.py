# isinstance(x, torch.LongTensor) asks for the dtype.
import json

import torch

print(json.dumps([isinstance(torch.ones(2), torch.LongTensor), isinstance(torch.tensor([1]), torch.LongTensor)]))
