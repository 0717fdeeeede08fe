"""Writes the tiny checkpoint and inputs of examples/jina-clip-v2 for a seed: `seeded.py EXAMPLE_FOLDER OUT_FOLDER SEED`.

Only the models of 60 pixels; the values are distributed as make_tiny.py has them.
"""

import sys
from pathlib import Path

from safetensors.numpy import save_file

example, out, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
sys.path.insert(0, str(example))

import make_tiny  # noqa: E402

(out / "tiny").mkdir(parents=True, exist_ok=True)
state = make_tiny.state_of(make_tiny.shapes_in("tiny"), seed=seed)
save_file(state, str(out / "tiny" / "model.safetensors"), {"format": "pt"})
save_file(make_tiny.inputs(60, seed=seed), str(out / "inputs.safetensors"))
