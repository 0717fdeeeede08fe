# vars() of a namespace that holds tensors and text.
import argparse
import json

import torch

space = argparse.Namespace(x=torch.arange(6), name="a b")
held = vars(space)
print(json.dumps([held["x"].view(2, 3).tolist(), held["name"].split(" ")]))
