# The future import after a docstring keeps its place.
"""What this file is about."""
from __future__ import annotations

import json

import torch

print(json.dumps({"r": torch.eye(2).tolist() if hasattr(torch, "eye") else []}))
