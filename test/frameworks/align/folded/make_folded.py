"""Writes weights, inputs and exports of folded_torch.py: `make_folded.py FOLDER`."""

import sys
import warnings

import torch
from folded_torch import build
from safetensors.torch import save_file

warnings.filterwarnings("ignore")
folder = sys.argv[1]
torch.manual_seed(1)
model = build().eval()
for buffer in model.buffers():
    if buffer.is_floating_point():
        buffer.copy_(torch.rand_like(buffer) + 0.5)
linear = {f"{name}.weight" for name, module in model.named_modules() if isinstance(module, torch.nn.Linear)}
target = {}
for name, value in model.state_dict().items():
    if not name.endswith("num_batches_tracked"):
        ported = name.replace("running_mean", "_mean").replace("running_var", "_variance")
        target[ported] = (value.t() if name in linear else value).contiguous()
save_file(target, f"{folder}/paddle.safetensors")
x = torch.randn(2, 3, 6, 6)
save_file({"x": x}, f"{folder}/inputs.safetensors")
torch.onnx.export(model, (x,), f"{folder}/script.onnx", dynamo=False, input_names=["x"])
for name, optimize in (("dynamo", True), ("plain", False)):
    program = torch.onnx.export(model, (x,), dynamo=True, optimize=optimize, input_names=["x"])
    program.save(f"{folder}/{name}.onnx", external_data=False)
