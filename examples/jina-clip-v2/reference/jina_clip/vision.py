"""The vision tower: EVA02 with two-dimensional rotary positions, sub-layer norms and SwiGLU."""

from functools import partial

import torch
import torch.nn as nn
import torch.nn.functional as F

from .configuration import VisionConfig
from .rope import VisionRotaryEmbedding


class PatchEmbed(nn.Module):
    """Cuts the image into patches. Pixels to the right and below the last whole patch are ignored."""

    def __init__(self, config: VisionConfig):
        super().__init__()
        self.image_size = config.image_size
        self.num_patches = config.grid_size**2
        self.proj = nn.Conv2d(
            config.in_channels, config.width, kernel_size=config.patch_size, stride=config.patch_size
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        height, width = x.shape[-2:]
        if height != self.image_size or width != self.image_size:
            raise ValueError(f"The image is {height} x {width}; this model takes {self.image_size} x {self.image_size}.")
        return self.proj(x).flatten(2).transpose(1, 2)


class Attention(nn.Module):
    """Self-attention whose queries and values have a bias and whose keys have none."""

    def __init__(self, config: VisionConfig, rope: VisionRotaryEmbedding, norm_layer=nn.LayerNorm):
        super().__init__()
        dim = config.width
        self.num_heads = config.num_heads
        self.q_proj = nn.Linear(dim, dim, bias=False)
        self.k_proj = nn.Linear(dim, dim, bias=False)
        self.v_proj = nn.Linear(dim, dim, bias=False)
        self.q_bias = nn.Parameter(torch.zeros(dim))
        self.v_bias = nn.Parameter(torch.zeros(dim))
        self.inner_attn_ln = norm_layer(dim)
        self.proj = nn.Linear(dim, dim)
        self.rope = rope

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        B, N, C = x.shape
        q = F.linear(input=x, weight=self.q_proj.weight, bias=self.q_bias)
        k = F.linear(input=x, weight=self.k_proj.weight, bias=None)
        v = F.linear(input=x, weight=self.v_proj.weight, bias=self.v_bias)

        q = q.reshape(B, N, self.num_heads, -1).permute(0, 2, 1, 3)
        k = k.reshape(B, N, self.num_heads, -1).permute(0, 2, 1, 3)
        v = v.reshape(B, N, self.num_heads, -1).permute(0, 2, 1, 3)

        # The class token has no place on the grid and is not rotated.
        q = torch.cat((q[:, :, :1, :], self.rope(q[:, :, 1:, :])), dim=-2).type_as(v)
        k = torch.cat((k[:, :, :1, :], self.rope(k[:, :, 1:, :])), dim=-2).type_as(v)

        x = F.scaled_dot_product_attention(q, k, v)
        x = x.transpose(1, 2).reshape(B, N, C)
        return self.proj(self.inner_attn_ln(x))


class SwiGLU(nn.Module):
    def __init__(self, in_features: int, hidden_features: int, norm_layer=nn.LayerNorm):
        super().__init__()
        self.w1 = nn.Linear(in_features, hidden_features)
        self.w2 = nn.Linear(in_features, hidden_features)
        self.act = nn.SiLU()
        self.ffn_ln = norm_layer(hidden_features)
        self.w3 = nn.Linear(hidden_features, in_features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = self.act(self.w1(x)) * self.w2(x)
        return self.w3(self.ffn_ln(hidden))


class Block(nn.Module):
    """A pre-norm layer."""

    def __init__(self, config: VisionConfig, rope: VisionRotaryEmbedding, norm_layer=nn.LayerNorm):
        super().__init__()
        self.norm1 = norm_layer(config.width)
        self.attn = Attention(config, rope, norm_layer)
        self.norm2 = norm_layer(config.width)
        self.mlp = SwiGLU(config.width, int(config.width * config.mlp_ratio), norm_layer)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self.attn(self.norm1(x))
        x = x + self.mlp(self.norm2(x))
        return x


class VisionModel(nn.Module):
    def __init__(self, config: VisionConfig):
        super().__init__()
        self.config = config
        norm_layer = partial(nn.LayerNorm, eps=config.layer_norm_eps)

        self.patch_embed = PatchEmbed(config)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, config.width))
        self.pos_embed = nn.Parameter(torch.zeros(1, self.patch_embed.num_patches + 1, config.width))
        # One table for all blocks.
        rope = VisionRotaryEmbedding(
            config.head_width,
            config.grid_size,
            pt_seq_len=config.pt_hw_seq_len,
            theta=config.rope_theta,
        )
        self.blocks = nn.ModuleList([Block(config, rope, norm_layer) for _ in range(config.layers)])
        self.norm = norm_layer(config.width)

        nn.init.trunc_normal_(self.pos_embed, std=config.initializer_range)
        nn.init.trunc_normal_(self.cls_token, std=config.initializer_range)
        self.apply(self._init_weights)

    def _init_weights(self, module: nn.Module) -> None:
        if isinstance(module, nn.Linear):
            nn.init.trunc_normal_(module.weight, std=self.config.initializer_range)
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
        """Embeds images of shape (batch, channels, image_size, image_size)."""
        x = self.patch_embed(pixel_values)
        cls_token = self.cls_token.expand(x.size(0), -1, -1)
        x = torch.cat((cls_token, x), dim=1)
        x = x + self.pos_embed
        for block in self.blocks:
            x = block(x)
        return self.norm(x)[:, 0]
