# dataclasses.replace and asdict-like access.
import dataclasses
import json

import torch


@dataclasses.dataclass(frozen=True)
class Conf:
    width: int
    scale: float = 2.0


c = dataclasses.replace(Conf(2), scale=3.0)
print(json.dumps([(torch.ones(c.width) * c.scale).tolist(), dataclasses.asdict(c)]))
