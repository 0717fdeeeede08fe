# torch and F reached through a project file that imports them.
import json

from common import F, torch

print(json.dumps({"r": F.relu(torch.tensor([-1.0, 1.0])).tolist()}))
