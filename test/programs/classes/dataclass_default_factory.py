# A data class whose fields come from factories, and one that derives from it.
import json
from dataclasses import dataclass, field, replace

import torch


@dataclass
class Base:
    x: torch.Tensor = field(default_factory=lambda: torch.arange(4))
    names: list = field(default_factory=list)


@dataclass
class Derived(Base):
    y: torch.Tensor = None

    def __post_init__(self):
        if self.y is None:
            self.y = self.x.view(2, 2)


d = Derived(names=["a b"])
e = replace(d, x=torch.ones(4))
print(json.dumps([d.y.tolist(), e.x.view(4, 1).size(0), d.names[0].split(" "), e.y.permute(1, 0).tolist()]))
