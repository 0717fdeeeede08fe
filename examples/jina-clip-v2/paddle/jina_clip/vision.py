"""The vision tower: EVA02 with two-dimensional rotary positions, sub-layer norms and SwiGLU."""

from functools import partial

import paddle
import paddle.nn as nn
import paddle.nn.functional as F

from .configuration import VisionConfig
from .rope import VisionRotaryEmbedding
from .paddle_port_helpers import TorchLayerNorm, attention_bhsd, fill_truncated, make_parameter


class PatchEmbed(nn.Layer):
    """Cuts the image into patches. Pixels to the right and below the last whole patch are ignored."""

    def __init__(self, config: VisionConfig):
        super().__init__()
        self.image_size = config.image_size
        self.num_patches = config.grid_size**2
        self.proj = nn.Conv2D(
            config.in_channels, config.width, kernel_size=config.patch_size, stride=config.patch_size
        )

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        height, width = tuple(x.shape)[-2:]
        if height != self.image_size or width != self.image_size:
            raise ValueError(f"The image is {height} x {width}; this model takes {self.image_size} x {self.image_size}.")
        return paddle.moveaxis(self.proj(x).flatten(2), [1, 2], [2, 1])


class Attention(nn.Layer):
    """Self-attention whose queries and values have a bias and whose keys have none."""

    def __init__(self, config: VisionConfig, rope: VisionRotaryEmbedding, norm_layer=TorchLayerNorm):
        super().__init__()
        dim = config.width
        self.num_heads = config.num_heads
        self.q_proj = nn.Linear(dim, dim, bias_attr=False)
        self.k_proj = nn.Linear(dim, dim, bias_attr=False)
        self.v_proj = nn.Linear(dim, dim, bias_attr=False)
        self.q_bias = make_parameter(paddle.zeros([dim]), True)
        self.v_bias = make_parameter(paddle.zeros([dim]), True)
        self.inner_attn_ln = norm_layer(dim)
        self.proj = nn.Linear(dim, dim)
        self.rope = rope

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        B, N, C = x.shape
        q = F.linear(x=x, weight=self.q_proj.weight, bias=self.q_bias)
        k = F.linear(x=x, weight=self.k_proj.weight, bias=None)
        v = F.linear(x=x, weight=self.v_proj.weight, bias=self.v_bias)

        q = q.reshape([B, N, self.num_heads, -1]).transpose([0, 2, 1, 3])
        k = k.reshape([B, N, self.num_heads, -1]).transpose([0, 2, 1, 3])
        v = v.reshape([B, N, self.num_heads, -1]).transpose([0, 2, 1, 3])

        # The class token has no place on the grid and is not rotated.
        q = paddle.concat((q[:, :, :1, :], self.rope(q[:, :, 1:, :])), axis=-2).astype(v.dtype)
        k = paddle.concat((k[:, :, :1, :], self.rope(k[:, :, 1:, :])), axis=-2).astype(v.dtype)

        x = attention_bhsd(q, k, v, None, 0.0, False, None)
        x = paddle.moveaxis(x, [1, 2], [2, 1]).reshape([B, N, C])
        return self.proj(self.inner_attn_ln(x))


class SwiGLU(nn.Layer):
    def __init__(self, in_features: int, hidden_features: int, norm_layer=TorchLayerNorm):
        super().__init__()
        self.w1 = nn.Linear(in_features, hidden_features)
        self.w2 = nn.Linear(in_features, hidden_features)
        self.act = nn.Silu()
        self.ffn_ln = norm_layer(hidden_features)
        self.w3 = nn.Linear(hidden_features, in_features)

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        hidden = self.act(self.w1(x)) * self.w2(x)
        return self.w3(self.ffn_ln(hidden))


class Block(nn.Layer):
    """A pre-norm layer."""

    def __init__(self, config: VisionConfig, rope: VisionRotaryEmbedding, norm_layer=TorchLayerNorm):
        super().__init__()
        self.norm1 = norm_layer(config.width)
        self.attn = Attention(config, rope, norm_layer)
        self.norm2 = norm_layer(config.width)
        self.mlp = SwiGLU(config.width, int(config.width * config.mlp_ratio), norm_layer)

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        x = x + self.attn(self.norm1(x))
        x = x + self.mlp(self.norm2(x))
        return x


class VisionModel(nn.Layer):
    def __init__(self, config: VisionConfig):
        super().__init__()
        self.config = config
        norm_layer = partial(TorchLayerNorm, eps=config.layer_norm_eps)

        self.patch_embed = PatchEmbed(config)
        self.cls_token = make_parameter(paddle.zeros([1, 1, config.width]), True)
        self.pos_embed = make_parameter(paddle.zeros([1, self.patch_embed.num_patches + 1, config.width]), True)
        # One table for all blocks.
        rope = VisionRotaryEmbedding(
            config.head_width,
            config.grid_size,
            pt_seq_len=config.pt_hw_seq_len,
            theta=config.rope_theta,
        )
        self.blocks = nn.LayerList([Block(config, rope, norm_layer) for _ in range(config.layers)])
        self.norm = norm_layer(config.width)

        fill_truncated(self.pos_embed, 0.0, config.initializer_range, -2.0, 2.0)
        fill_truncated(self.cls_token, 0.0, config.initializer_range, -2.0, 2.0)
        self.apply(self._init_weights)

    def _init_weights(self, module: nn.Layer) -> None:
        if isinstance(module, nn.Linear):
            fill_truncated(module.weight, 0.0, self.config.initializer_range, -2.0, 2.0)
            if module.bias is not None:
                module.bias.detach().zero_()

    def forward(self, pixel_values: paddle.Tensor) -> paddle.Tensor:
        """Embeds images of shape (batch, channels, image_size, image_size)."""
        x = self.patch_embed(pixel_values)
        cls_token = self.cls_token.expand([x.shape[0], -1, -1])
        x = paddle.concat((cls_token, x), axis=1)
        x = x + self.pos_embed
        for block in self.blocks:
            x = block(x)
        return self.norm(x)[:, 0]
