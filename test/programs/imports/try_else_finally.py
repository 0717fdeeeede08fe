# try with else and finally around an import.
import json

steps = []
try:
    import torch
except ImportError:
    steps.append("missing")
else:
    steps.append("found")
finally:
    steps.append("done")
print(json.dumps({"steps": steps, "n": torch.zeros(2, 2).numel()}))
