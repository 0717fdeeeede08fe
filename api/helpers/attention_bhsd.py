import paddle


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
