"""Builds the full configuration without memory: `python keys.py REFERENCE_FOLDER CONFIG.json`. Prints its tensors."""

import json
import sys

import torch

sys.path.insert(0, sys.argv[1])

from jina_clip import JinaCLIPConfig, JinaCLIPModel  # noqa: E402

with torch.device("meta"):
    model = JinaCLIPModel(JinaCLIPConfig.from_json_file(sys.argv[2]))
print(json.dumps({name: list(tensor.shape) for name, tensor in model.state_dict().items()}))
