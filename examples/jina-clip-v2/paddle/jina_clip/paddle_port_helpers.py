from collections.abc import Callable
from typing import Any
import math
import paddle

# Helpers written by Paddle Port 0.1.0 under 0BSD: use them as your own.
class EmbeddingWithPadding(paddle.nn.Embedding):
    """An embedding whose padding row is looked up as it is stored.

    Paddle's own `padding_idx` returns zeros for that row whatever the weights hold; PyTorch returns the stored
    row and only keeps its gradient at zero. The row starts as zeros, as in PyTorch.
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None) -> None:
        super().__init__(num_embeddings, embedding_dim)
        if padding_idx is not None:
            if not -num_embeddings <= padding_idx < num_embeddings:
                raise ValueError(f"padding_idx {padding_idx} is not a row of {num_embeddings} embeddings")
            padding_idx %= num_embeddings
            with paddle.no_grad():
                self.weight[padding_idx] = 0.0
        self.padding_idx = padding_idx

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        out = paddle.nn.functional.embedding(x, self.weight)
        if self.padding_idx is None:
            return out
        return paddle.where((x == self.padding_idx).unsqueeze(-1), out.detach(), out)


class PytorchSignature(type):
    """The type of classes that stand for a class of PyTorch as a value.

    Such a class takes PyTorch's arguments and makes instances of the Paddle class that it derives from.
    """

    def __call__(cls, *args, **kwargs):
        if "make" in vars(cls):
            return cls.make(*args, **kwargs)
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance):
        return isinstance(instance, cls.__base__) if "make" in vars(cls) else super().__instancecheck__(instance)

    def __subclasscheck__(cls, other):
        return issubclass(other, cls.__base__) if "make" in vars(cls) else super().__subclasscheck__(other)

    def __eq__(cls, other):
        return other is cls or ("make" in vars(cls) and other is cls.__base__)

    def __hash__(cls):
        return hash(cls.__base__) if "make" in vars(cls) else super().__hash__()


class TorchLayerNorm(paddle.nn.LayerNorm, metaclass=PytorchSignature):
    """torch.nn.LayerNorm as a value: it takes the arguments that PyTorch's takes."""

    @staticmethod
    def make(normalized_shape, eps=1e-05, elementwise_affine=True, bias=True, device=None, dtype=None):
        if dtype is not None:
            raise NotImplementedError("dtype: Call .to(dtype=...) on the layer.")
        return paddle.nn.LayerNorm(
            normalized_shape,
            epsilon=eps,
            weight_attr=None if elementwise_affine else False,
            bias_attr=None if elementwise_affine and bias else False,
        )


TorchLayerNorm.__name__ = "LayerNorm"


def attention_bhsd(
    query: paddle.Tensor,
    key: paddle.Tensor,
    value: paddle.Tensor,
    attn_mask: paddle.Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
) -> paddle.Tensor:
    """Scaled dot-product attention on [batch, heads, sequence, dimension], as PyTorch defines it.

    Paddle's own function takes [batch, sequence, heads, dimension] and no scale.
    """
    factor = query.shape[-1] ** -0.5 if scale is None else scale
    scores = paddle.matmul(query, key, transpose_y=True) * factor
    if is_causal:
        allowed = paddle.tril(paddle.ones([query.shape[-2], key.shape[-2]], dtype="bool"))
        scores = paddle.where(allowed, scores, paddle.full_like(scores, float("-inf")))
    if attn_mask is not None:
        if attn_mask.dtype == paddle.bool:
            scores = paddle.where(attn_mask, scores, paddle.full_like(scores, float("-inf")))
        else:
            scores = scores + attn_mask
    weights = paddle.nn.functional.softmax(scores, axis=-1)
    if dropout_p > 0.0:
        weights = paddle.nn.functional.dropout(weights, dropout_p)
    return paddle.matmul(weights, value)


def chunk_pieces(x: paddle.Tensor, chunks: int, axis: int = 0) -> tuple[paddle.Tensor, ...]:
    """At most `chunks` pieces of equal size along an axis; the last one is smaller where it does not fit.

    Where no gradient is recorded they share the tensor's storage, so that what is written into them reaches it.
    """
    length = x.shape[axis]
    size = -(-length // chunks)
    if size in (0, length):
        return (x,)
    if not x.stop_gradient and paddle.is_grad_enabled():
        sizes = [size] * (length // size) + ([length % size] if length % size else [])
        return tuple(paddle.split(x, sizes, axis=axis))
    starts = range(0, length, size)
    return tuple(paddle.slice(x, [axis], [start], [min(start + size, length)]) for start in starts)


def fill_kaiming(x: paddle.Tensor, a: float, mode: str, nonlinearity: str, uniform: bool) -> paddle.Tensor:
    """Fills a tensor laid out as PyTorch's, [out, in, …], by Kaiming's distribution, and returns it as PyTorch does."""
    gains = {"tanh": 5 / 3, "relu": math.sqrt(2), "leaky_relu": math.sqrt(2 / (1 + a**2)), "selu": 3 / 4}
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode is fan_in or fan_out, not {mode}")
    fan = x.size // x.shape[0] if mode == "fan_in" else x.size // x.shape[1]
    std = gains.get(nonlinearity, 1.0) / math.sqrt(fan)
    if uniform:
        bound = math.sqrt(3) * std
        x.detach().uniform_(-bound, bound)
    else:
        x.detach().normal_(0.0, std)
    return x


def fill_truncated(
    x: paddle.Tensor, mean: float = 0.0, std: float = 1.0, low: float = -2.0, high: float = 2.0
) -> paddle.Tensor:
    """Fills a tensor from a normal distribution cut off at two values, and returns it as PyTorch does."""
    paddle.nn.initializer.TruncatedNormal(mean, std, low, high)(x)
    return x


def make_parameter(data: paddle.Tensor, requires_grad: bool = True) -> paddle.Tensor:
    """A parameter that starts with the given values, as `torch.nn.Parameter(data)` makes one."""
    parameter = paddle.create_parameter(
        shape=data.shape, dtype=data.dtype, default_initializer=paddle.nn.initializer.Assign(data.detach())
    )
    parameter.stop_gradient = not requires_grad
    return parameter


def unavailable(name: str) -> Callable[..., Any]:
    """Takes the place of something that Paddle has no counterpart for: using it is an error that says so."""

    def use(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(f"{name} needs PyTorch and has no counterpart in Paddle; choose the path without it.")

    return use
