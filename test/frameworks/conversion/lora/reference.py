"""A small model with LoRA as XLM-RoBERTa's is written: on Linear B times A, on Embedding A times B."""

import json
import sys

import torch
from torch import nn
from torch.nn.utils import parametrize


class Lora(nn.Module):
    def __init__(self, rows: int, cols: int, rank: int, alpha: float, swapped: bool) -> None:
        super().__init__()
        shape_a, shape_b = ((rows, rank), (rank, cols)) if swapped else ((rank, cols), (rows, rank))
        self.lora_A = nn.Parameter(torch.zeros(1, *shape_a))
        self.lora_B = nn.Parameter(torch.zeros(1, *shape_b))
        self.scaling = alpha / rank
        self.swapped = swapped

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        factors = (self.lora_A[0], self.lora_B[0])
        left, right = factors if self.swapped else factors[::-1]
        return weight + (left @ right).view(weight.shape) * self.scaling


def add_lora(layer: nn.Module) -> nn.Module:
    rows, cols = layer.weight.shape
    parametrize.register_parametrization(
        layer, "weight", Lora(rows, cols, 4, 2.0, isinstance(layer, nn.Embedding))
    )
    return layer


class Model(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        # Square on purpose, and an embedding whose roles no shape could tell from those of a Linear.
        self.words = add_lora(nn.Embedding(16, 16))
        self.Wqkv = add_lora(nn.Linear(16, 48))
        self.out = add_lora(nn.Linear(16, 16, bias=False))
        self.norm = nn.LayerNorm(16)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        x = self.words(ids)
        q, k, v = self.Wqkv(x).chunk(3, dim=-1)
        return self.norm(self.out(torch.softmax(q @ k.transpose(-1, -2), -1) @ v) + x)


def build() -> nn.Module:
    return Model().eval()


if __name__ == "__main__":
    from safetensors.torch import save_file

    torch.manual_seed(0)
    model = build()
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.5)
    save_file(model.state_dict(), sys.argv[1])
    with torch.no_grad():
        print(json.dumps(model(torch.arange(16).reshape(2, 8)).flatten().tolist()))
