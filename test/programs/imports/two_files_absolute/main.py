# An absolute import of a project file.
import json

import torch
from helpers import widen

print(json.dumps({"shape": list(widen(torch.zeros(2, 3)).shape)}))
