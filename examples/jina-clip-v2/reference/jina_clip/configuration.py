"""The sizes and switches of the model, read from config.json."""

import json
from dataclasses import dataclass, field, fields
from typing import List, Optional


@dataclass
class TextConfig:
    """The text tower: XLM-RoBERTa large with rotary positions instead of learned ones."""

    vocab_size: int = 250002
    type_vocab_size: int = 1
    hidden_size: int = 1024
    num_hidden_layers: int = 24
    num_attention_heads: int = 16
    intermediate_size: int = 4096
    hidden_dropout_prob: float = 0.1
    attention_probs_dropout_prob: float = 0.1
    layer_norm_eps: float = 1e-5
    rotary_base: float = 20000.0
    initializer_range: float = 0.02
    pad_token_id: int = 1
    # The checkpoint holds its adapters unmerged. Turn this off to build the model that merged weights fit.
    use_lora: bool = True
    lora_adaptations: List[str] = field(default_factory=lambda: ["retrieval.query"])
    lora_rank: int = 4
    lora_alpha: float = 4.0


@dataclass
class VisionConfig:
    """The vision tower: EVA02-L/14 at 512 pixels."""

    image_size: int = 512
    patch_size: int = 14
    in_channels: int = 3
    width: int = 1024
    layers: int = 24
    head_width: int = 64
    mlp_ratio: float = 2.6667
    layer_norm_eps: float = 1e-6
    rope_theta: float = 10000.0
    # The side of the patch grid that the rotary positions were trained on; larger grids are scaled down to it.
    pt_hw_seq_len: int = 16
    initializer_range: float = 0.02

    @property
    def num_heads(self) -> int:
        return self.width // self.head_width

    @property
    def grid_size(self) -> int:
        return self.image_size // self.patch_size


@dataclass
class JinaCLIPConfig:
    text_config: TextConfig = field(default_factory=TextConfig)
    vision_config: VisionConfig = field(default_factory=VisionConfig)
    projection_dim: int = 1024
    matryoshka_dimensions: List[int] = field(default_factory=lambda: [32, 64, 128, 256, 512, 768, 1024])
    truncate_dim: Optional[int] = None
    logit_scale_init_value: float = 2.6592

    def __post_init__(self):
        if self.text_config.hidden_size != self.projection_dim or self.vision_config.width != self.projection_dim:
            raise ValueError(
                f"Both towers must be {self.projection_dim} wide, because nothing projects their outputs; "
                f"they are {self.text_config.hidden_size} and {self.vision_config.width}."
            )

    @classmethod
    def from_json_file(cls, path: str) -> "JinaCLIPConfig":
        with open(path, encoding="utf-8") as file:
            values = json.load(file)
        values["text_config"] = TextConfig(**_known(TextConfig, values.get("text_config", {})))
        values["vision_config"] = VisionConfig(**_known(VisionConfig, values.get("vision_config", {})))
        return cls(**_known(cls, values))


def _known(cls: type, values: dict) -> dict:
    """The values that `cls` has a field for: config.json says more about the checkpoint than the model needs."""
    names = {entry.name for entry in fields(cls)}
    return {name: value for name, value in values.items() if name in names}
