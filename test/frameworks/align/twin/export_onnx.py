"""Exports the PyTorch twin: `export_onnx.py FOLDER`, run with PyTorch's interpreter and the exporters' packages.

script.onnx comes from the older exporter, dynamo.onnx from the newer one, external.onnx is that with its weights beside it.
"""

import sys
import warnings

import torch
from safetensors.torch import load_file
from twin_torch import build

warnings.filterwarnings("ignore")
folder = sys.argv[1]
model = build().eval()
model.load_state_dict(load_file(f"{folder}/torch.safetensors"))
inputs = load_file(f"{folder}/inputs.safetensors")
given = (inputs["input_ids"], inputs["attention_mask"])
names = {"input_names": ["input_ids", "attention_mask"], "output_names": ["hidden", "pooled"]}
torch.onnx.export(model, given, f"{folder}/script.onnx", dynamo=False, **names)
program = torch.onnx.export(model, given, dynamo=True, **names)
program.save(f"{folder}/dynamo.onnx", external_data=False)
program.save(f"{folder}/external.onnx", external_data=True)
