"""Writes seeded weights of a factory without adapters: `python merged.py FACTORY OUT_FOLDER`, in the example's folder."""

import sys
from pathlib import Path

sys.path[:0] = [".", "reference"]

import factories  # noqa: E402
from make_tiny import state_of  # noqa: E402
from safetensors.torch import save_file  # noqa: E402

out = Path(sys.argv[2])
out.mkdir(exist_ok=True)
save_file(state_of(getattr(factories, sys.argv[1])(), seed=5), str(out / "model.safetensors"))
