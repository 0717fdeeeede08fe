# `import json, torch` in one statement.
import json, torch

print(json.dumps({"r": torch.full((2,), 1.5).tolist()}))
