"""Rotary position embeddings. The towers use different layouts: pairs half a head apart, and neighbouring pairs."""

import paddle
from paddle import nn
from .paddle_port_helpers import chunk_pieces


def rotate_half(x: paddle.Tensor) -> paddle.Tensor:
    """Rotates the pairs (x[i], x[i + d/2])."""
    x1, x2 = chunk_pieces(x, 2, -1)
    return paddle.concat((-x2, x1), axis=-1)


def rotate_interleaved(x: paddle.Tensor) -> paddle.Tensor:
    """Rotates the pairs (x[2i], x[2i + 1])."""
    x1 = x[..., 0::2]
    x2 = x[..., 1::2]
    return paddle.stack((-x2, x1), axis=-1).flatten(-2)


class RotaryEmbedding(nn.Layer):
    """One-dimensional positions for text, in the half-split layout."""

    def __init__(self, dim: int, base: float = 10000.0):
        super().__init__()
        inv_freq = 1.0 / (base ** (paddle.arange(0, dim, 2, dtype=paddle.float32) / dim))
        self.register_buffer("inv_freq", inv_freq, persistable=False)

    def forward(self, q: paddle.Tensor, k: paddle.Tensor):
        """Rotates queries and keys of shape (batch, heads, length, head_dim)."""
        positions = paddle.arange(q.shape[-2], dtype=paddle.float32)
        freqs = paddle.outer(positions, self.inv_freq)
        emb = paddle.concat((freqs, freqs), axis=-1)
        cos = emb.cos().to(q.dtype)
        sin = emb.sin().to(q.dtype)
        return q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin


class VisionRotaryEmbedding(nn.Layer):
    """Two-dimensional positions for a square grid of patches, in the interleaved layout.

    The first half of a head turns with the patch's row, the second half with its column. Positions are scaled so that
    every grid covers the range of `pt_seq_len`, the side of the grid that the frequencies were trained on.
    """

    def __init__(self, head_dim: int, grid_size: int, pt_seq_len: int = 16, theta: float = 10000.0):
        super().__init__()
        dim = head_dim // 2
        freqs = 1.0 / (theta ** (paddle.arange(0, dim, 2)[: dim // 2].astype(paddle.float32) / dim))
        t = paddle.arange(grid_size).astype(paddle.float32) / grid_size * pt_seq_len
        freqs = paddle.einsum("i,j->ij", t, freqs).repeat_interleave(2, axis=-1)
        rows = freqs[:, None, :].expand([-1, grid_size, -1])
        columns = freqs[None, :, :].expand([grid_size, -1, -1])
        freqs = paddle.concat((rows, columns), axis=-1).reshape([-1, head_dim])
        self.register_buffer("freqs_cos", freqs.cos(), persistable=False)
        self.register_buffer("freqs_sin", freqs.sin(), persistable=False)

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        """Rotates the patches of `x`, whose shape is (batch, heads, patches, head_dim)."""
        return x * self.freqs_cos + rotate_interleaved(x) * self.freqs_sin
