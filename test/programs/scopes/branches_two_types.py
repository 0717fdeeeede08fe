# A name that is a tensor or a list, told apart by the same condition.
import json

import torch


def run(flag):
    if flag:
        x = torch.tensor([2, 1])
    else:
        x = [2, 1]
    return x.tolist() if flag else x


print(json.dumps({"a": run(True), "b": run(False)}))
