"""Converts a checkpoint by a plan with PyTorch and the reference writer alone: transposed.py PLAN CHECKPOINT OUT."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    plan_file, checkpoint, out = sys.argv[1:]
    entries = json.loads(Path(plan_file).read_text("utf-8"))["entries"]
    tensors = load_file(checkpoint)
    converted = {}
    for entry in entries:
        (piece,) = entry["pieces"]
        tensor = tensors[piece["source"]]
        converted[entry["target"]] = tensor.t().contiguous() if piece["transpose"] else tensor
    save_file(converted, out, metadata={"format": "np"})


main()
