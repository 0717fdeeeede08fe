"""Rotary position embeddings. The towers use different layouts: pairs half a head apart, and neighbouring pairs."""

import torch
from torch import nn


def rotate_half(x: torch.Tensor) -> torch.Tensor:
    """Rotates the pairs (x[i], x[i + d/2])."""
    x1, x2 = x.chunk(2, dim=-1)
    return torch.cat((-x2, x1), dim=-1)


def rotate_interleaved(x: torch.Tensor) -> torch.Tensor:
    """Rotates the pairs (x[2i], x[2i + 1])."""
    x1 = x[..., 0::2]
    x2 = x[..., 1::2]
    return torch.stack((-x2, x1), dim=-1).flatten(-2)


class RotaryEmbedding(nn.Module):
    """One-dimensional positions for text, in the half-split layout."""

    def __init__(self, dim: int, base: float = 10000.0):
        super().__init__()
        inv_freq = 1.0 / (base ** (torch.arange(0, dim, 2, dtype=torch.float32) / dim))
        self.register_buffer("inv_freq", inv_freq, persistent=False)

    def forward(self, q: torch.Tensor, k: torch.Tensor):
        """Rotates queries and keys of shape (batch, heads, length, head_dim)."""
        positions = torch.arange(q.shape[-2], device=q.device, dtype=torch.float32)
        freqs = torch.outer(positions, self.inv_freq)
        emb = torch.cat((freqs, freqs), dim=-1)
        cos = emb.cos().to(q.dtype)
        sin = emb.sin().to(q.dtype)
        return q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin


class VisionRotaryEmbedding(nn.Module):
    """Two-dimensional positions for a square grid of patches, in the interleaved layout.

    The first half of a head turns with the patch's row, the second half with its column. Positions are scaled so that
    every grid covers the range of `pt_seq_len`, the side of the grid that the frequencies were trained on.
    """

    def __init__(self, head_dim: int, grid_size: int, pt_seq_len: int = 16, theta: float = 10000.0):
        super().__init__()
        dim = head_dim // 2
        freqs = 1.0 / (theta ** (torch.arange(0, dim, 2)[: dim // 2].float() / dim))
        t = torch.arange(grid_size).float() / grid_size * pt_seq_len
        freqs = torch.einsum("i,j->ij", t, freqs).repeat_interleave(2, dim=-1)
        rows = freqs[:, None, :].expand(-1, grid_size, -1)
        columns = freqs[None, :, :].expand(grid_size, -1, -1)
        freqs = torch.cat((rows, columns), dim=-1).reshape(-1, head_dim)
        self.register_buffer("freqs_cos", freqs.cos(), persistent=False)
        self.register_buffer("freqs_sin", freqs.sin(), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Rotates the patches of `x`, whose shape is (batch, heads, patches, head_dim)."""
        return x * self.freqs_cos + rotate_interleaved(x) * self.freqs_sin
