# Dict[str, Tensor] as a parameter.
import json
from typing import Dict

import torch


def f(batch: Dict[str, torch.Tensor]):
    return {k: v.unsqueeze(0).tolist() for k, v in batch.items()}


print(json.dumps(f({"a": torch.tensor([1]), "b": torch.tensor([2])})))
