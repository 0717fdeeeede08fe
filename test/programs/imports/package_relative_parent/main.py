# `from ..ops import` climbs one package.
import json

import torch
from pkg.sub.block import Block

print(json.dumps({"r": Block()(torch.arange(4).float()).tolist()}))
