import paddle


def token_positions(tokens: paddle.Tensor, attention_mask: paddle.Tensor | None = None) -> paddle.Tensor:
    """The position of every token in its row, [batch, length]: padding on the left does not count, a cache does."""
    rows, length = tokens.shape[:2]
    if attention_mask is None:
        return paddle.arange(length, dtype="int64").expand([rows, length])
    if attention_mask.ndim != 2:
        raise ValueError("positions are counted over a mask of [batch, length]; pass position_ids yourself")
    positions = attention_mask.astype("int64").cumsum(axis=-1) - 1
    return positions.clip(min=0)[:, -length:]
