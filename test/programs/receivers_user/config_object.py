# A configuration object with attributes called dim, type and size.
import json
import types

import torch

cfg = types.SimpleNamespace(dim=2, type="small", size=[1, 2])
print(json.dumps([cfg.dim, cfg.type.split("a"), list(torch.zeros(cfg.size).shape), cfg.size.index(2)]))
