# A dataclass with a default factory.
import json
from dataclasses import dataclass, field
from typing import List

import torch


@dataclass
class Log:
    values: List[torch.Tensor] = field(default_factory=list)

    def add(self, v: torch.Tensor):
        self.values.append(v)


log = Log()
log.add(torch.zeros(1, 2))
print(json.dumps([v.view(2, 1).tolist() for v in log.values]))
