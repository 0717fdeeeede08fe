"""Writes random weights for both twins: `make_weights.py FOLDER SEED`, run with PyTorch's interpreter.

torch.safetensors has PyTorch's layout; paddle.safetensors has every Linear transposed, which is decided by the class;
the other files each carry one mistake.
"""

import sys

import torch
from safetensors.torch import save_file
from twin_torch import build

folder, seed = sys.argv[1], int(sys.argv[2])
torch.manual_seed(seed)
model = build()
with torch.no_grad():
    for name, value in model.named_parameters():
        spread = 0.3 if "norm" in name else 1.0 if "words" in name else 0.15
        value.copy_(torch.randn_like(value) * spread + (1.0 if "norm" in name and name.endswith("weight") else 0.0))
source = {name: value.detach().clone() for name, value in model.state_dict().items()}
linear = {f"{name}.weight" for name, module in model.named_modules() if isinstance(module, torch.nn.Linear)}
target = {name: (value.t() if name in linear else value).contiguous() for name, value in source.items()}
save_file(source, f"{folder}/torch.safetensors")
save_file(target, f"{folder}/paddle.safetensors")

wrong = dict(target)
wrong["blocks.1.attention.value.weight"] = target["blocks.1.attention.value.weight"].t().contiguous()
save_file(wrong, f"{folder}/transposed.safetensors")

wrong = dict(target)
wrong["words.weight"] = target["words.weight"].clone()
wrong["words.weight"][0] = 0
save_file(wrong, f"{folder}/padding-row.safetensors")

wrong = dict(target)
for part in ("weight", "bias"):
    query, key = f"blocks.1.attention.query.{part}", f"blocks.1.attention.key.{part}"
    wrong[query], wrong[key] = target[key].clone(), target[query].clone()
save_file(wrong, f"{folder}/swapped.safetensors")

wrong = dict(target)
wrong["blocks.0.feed.up.weight"] = source["blocks.0.feed.up.weight"].contiguous()
save_file(wrong, f"{folder}/shape.safetensors")

wrong = dict(target)
del wrong["norm.bias"]
save_file(wrong, f"{folder}/missing.safetensors")

# Two sentences of different lengths, the shorter one padded with id 0.
ids = torch.randint(1, 211, (2, 9))
ids[1, 5:] = 0
save_file({"input_ids": ids, "attention_mask": (ids != 0).long()}, f"{folder}/inputs.safetensors")
save_file({("tokens.weight" if k == "words.weight" else k): v for k, v in target.items()}, f"{folder}/renamed.safetensors")
