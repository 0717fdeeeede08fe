# sort on a value that may be a tensor or a list: the meanings differ.
import json

import torch


def run(flag):
    if flag:
        x = torch.tensor([2, 1])
    else:
        x = [2, 1]
    r = x.sort()
    return r[0].tolist() if flag else x


print(json.dumps({"a": run(True), "b": run(False)}))
