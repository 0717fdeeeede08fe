"""LoRA by way of `torch.nn.utils.parametrize`: a module's weight becomes its stored weight plus a low-rank product.

The checkpoint was saved like this, so its keys read `….parametrizations.weight.original`, `….weight.0.lora_A` and
`….weight.0.lora_B`.
"""

import math

import torch
from torch import nn
from torch.nn.utils import parametrize

from .configuration import TextConfig


class LoRAParametrization(nn.Module):
    """Adds `lora_B @ lora_A` to a Linear's weight, or `lora_A @ lora_B` to an Embedding's, whose weight lies the other
    way round."""

    def __init__(self, weight: torch.Tensor, config: TextConfig, is_embedding: bool = False):
        super().__init__()
        rows, columns = weight.shape
        adaptations = len(config.lora_adaptations)
        self.is_embedding = is_embedding
        self.scaling = config.lora_alpha / config.lora_rank
        # The adapter in use; the checkpoint has one.
        self.adaptation = 0
        if is_embedding:
            self.lora_A = nn.Parameter(torch.empty(adaptations, rows, config.lora_rank))
            self.lora_B = nn.Parameter(torch.zeros(adaptations, config.lora_rank, columns))
        else:
            self.lora_A = nn.Parameter(torch.empty(adaptations, config.lora_rank, columns))
            self.lora_B = nn.Parameter(torch.zeros(adaptations, rows, config.lora_rank))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        a = self.lora_A[self.adaptation]
        b = self.lora_B[self.adaptation]
        update = a @ b if self.is_embedding else b @ a
        return weight + update * self.scaling


def add_lora(model: nn.Module, config: TextConfig) -> None:
    """Parametrizes the weights of all Linear and Embedding modules below `model`."""
    for module in list(model.modules()):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            lora = LoRAParametrization(module.weight, config, isinstance(module, nn.Embedding))
            parametrize.register_parametrization(module, "weight", lora)
