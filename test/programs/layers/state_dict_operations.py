# A state dict that is renamed, filtered and loaded.
import json

import torch
from torch import nn

source = nn.ModuleDict({"norm": nn.LayerNorm(2), "scale": nn.LayerNorm(2)})
with torch.no_grad():
    source["norm"].weight.fill_(3.0)
held = {"model." + k: v for k, v in source.state_dict().items() if not k.endswith("bias")}
held = {k[len("model.") :]: v.clone() for k, v in held.items()}
target = nn.ModuleDict({"norm": nn.LayerNorm(2), "scale": nn.LayerNorm(2)})
missing, unexpected = target.load_state_dict(held, strict=False)
print(json.dumps([sorted(missing), unexpected, target["norm"].weight.tolist(), list(source.state_dict())]))
