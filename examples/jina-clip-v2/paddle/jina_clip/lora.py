"""LoRA by way of `torch.nn.utils.parametrize`: a module's weight becomes its stored weight plus a low-rank product.

The checkpoint was saved like this, so its keys read `….parametrizations.weight.original`, `….weight.0.lora_A` and
`….weight.0.lora_B`.
"""

import math

import paddle
from paddle import nn

from .configuration import TextConfig
from .paddle_port_helpers import fill_kaiming, make_parameter, unavailable


class LoRAParametrization(nn.Layer):
    """Adds `lora_B @ lora_A` to a Linear's weight, or `lora_A @ lora_B` to an Embedding's, whose weight lies the other
    way round."""

    def __init__(self, weight: paddle.Tensor, config: TextConfig, is_embedding: bool = False):
        super().__init__()
        rows, columns = weight.shape
        adaptations = len(config.lora_adaptations)
        self.is_embedding = is_embedding
        self.scaling = config.lora_alpha / config.lora_rank
        # The adapter in use; the checkpoint has one.
        self.adaptation = 0
        if is_embedding:
            self.lora_A = make_parameter(paddle.empty([adaptations, rows, config.lora_rank]), True)
            self.lora_B = make_parameter(paddle.zeros([adaptations, config.lora_rank, columns]), True)
        else:
            self.lora_A = make_parameter(paddle.empty([adaptations, config.lora_rank, columns]), True)
            self.lora_B = make_parameter(paddle.zeros([adaptations, rows, config.lora_rank]), True)
        fill_kaiming(self.lora_A, math.sqrt(5), 'fan_in', 'leaky_relu', True)

    def forward(self, weight: paddle.Tensor) -> paddle.Tensor:
        a = self.lora_A[self.adaptation]
        b = self.lora_B[self.adaptation]
        update = a @ b if self.is_embedding else b @ a
        return weight + update * self.scaling


def add_lora(model: nn.Layer, config: TextConfig) -> None:
    """Parametrizes the weights of all Linear and Embedding modules below `model`."""
    for module in list(model.sublayers(include_self=True)):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            lora = LoRAParametrization(module.weight, config, isinstance(module, nn.Embedding))
            unavailable("torch.nn.utils.parametrize.register_parametrization")(module, "weight", lora)
