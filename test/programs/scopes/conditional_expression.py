# A conditional expression picks a tensor or None.
import json

import torch


def run(flag):
    x = torch.ones(2, 1) if flag else None
    return None if x is None else x.transpose(0, 1).tolist()


print(json.dumps({"a": run(True), "b": run(False)}))
