# A base class in another file; the method uses what the base sets.
import json

import torch
from base import Base


class Child(Base):
    def forward(self, x):
        return self.scale.view(1, -1) * x


print(json.dumps({"r": Child(3)(torch.ones(2, 3)).tolist()}))
