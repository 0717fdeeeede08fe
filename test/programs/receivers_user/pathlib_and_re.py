# pathlib and re results.
import json
import re
from pathlib import PurePosixPath

import torch

m = re.match(r"(\w+)\.(\d+)", "layer.12")
print(json.dumps([m.group(1), int(m.group(2)), PurePosixPath("a/b.pt").stem.split("b"), re.split("-", "x-y")]))
print(torch.zeros(1).tolist())
