import paddle


def require_gradient(x: paddle.Tensor | paddle.nn.Layer, required: bool = True) -> paddle.Tensor | paddle.nn.Layer:
    """Says whether gradients of a tensor, or of all parameters of a layer, are wanted, and returns it."""
    for tensor in x.parameters() if isinstance(x, paddle.nn.Layer) else [x]:
        tensor.stop_gradient = not required
    return x
