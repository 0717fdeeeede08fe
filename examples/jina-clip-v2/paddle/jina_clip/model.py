"""Both towers, and the similarity of what they return."""

from typing import NamedTuple, Optional

import paddle
import paddle.nn.functional as F
from paddle import nn

from .configuration import JinaCLIPConfig
from .text import TextModel
from .vision import VisionModel
from .paddle_port_helpers import make_parameter


class JinaCLIPOutput(NamedTuple):
    text_embeds: paddle.Tensor
    image_embeds: paddle.Tensor
    logits_per_text: paddle.Tensor
    logits_per_image: paddle.Tensor


def truncate(features: paddle.Tensor, dim: Optional[int] = None) -> paddle.Tensor:
    """The unit vectors of the first `dim` features: Matryoshka embeddings are cut first and normalised then."""
    if dim is not None:
        features = features[:, :dim]
    return F.normalize(features, p=2, axis=-1)


class JinaCLIPModel(nn.Layer):
    def __init__(self, config: JinaCLIPConfig):
        super().__init__()
        self.config = config
        self.logit_scale = make_parameter(paddle.to_tensor(config.logit_scale_init_value), True)
        self.text_model = TextModel(config.text_config)
        self.vision_model = VisionModel(config.vision_config)

    def encode_text(self, input_ids: paddle.Tensor, truncate_dim: Optional[int] = None) -> paddle.Tensor:
        return truncate(self.text_model(input_ids), truncate_dim or self.config.truncate_dim)

    def encode_image(self, pixel_values: paddle.Tensor, truncate_dim: Optional[int] = None) -> paddle.Tensor:
        return truncate(self.vision_model(pixel_values), truncate_dim or self.config.truncate_dim)

    def forward(self, input_ids: paddle.Tensor, pixel_values: paddle.Tensor) -> JinaCLIPOutput:
        text_embeds = self.encode_text(input_ids)
        image_embeds = self.encode_image(pixel_values)
        logits_per_text = self.logit_scale.exp() * text_embeds @ image_embeds.t()
        return JinaCLIPOutput(text_embeds, image_embeds, logits_per_text, logits_per_text.t())
