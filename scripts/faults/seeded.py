"""Writes the tiny checkpoint and inputs of examples/jina-clip-v2 for a seed: `seeded.py EXAMPLE_FOLDER OUT_FOLDER SEED`.

Run in PyTorch's environment. Only the models of 60 pixels; the values are distributed as make_tiny.py has them.
"""

import sys
from pathlib import Path

from safetensors.torch import save_file

example, out, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
sys.path[:0] = [str(example), str(example / "reference")]

import factories  # noqa: E402
import make_tiny  # noqa: E402

(out / "tiny").mkdir(parents=True, exist_ok=True)
save_file(make_tiny.state_of(factories.tiny(), seed=seed), str(out / "tiny" / "model.safetensors"), {"format": "pt"})
save_file(make_tiny.inputs(60, seed=seed), str(out / "inputs.safetensors"))
