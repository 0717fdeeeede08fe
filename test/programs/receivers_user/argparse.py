# argparse results.
import argparse
import json

import torch

p = argparse.ArgumentParser()
p.add_argument("--dim", type=int, default=1)
p.add_argument("--names", type=str, default="a,b")
args = p.parse_args([])
print(json.dumps([torch.ones(2, 2).sum(args.dim).tolist(), args.names.split(",")]))
