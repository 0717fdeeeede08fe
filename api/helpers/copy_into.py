import paddle


def copy_into(x: paddle.Tensor, values: paddle.Tensor) -> paddle.Tensor:
    """Gives a tensor, and whoever shares its storage, other values in its own dtype and shape, and returns it."""
    if not x.is_floating_point():
        values = values.detach()
    if paddle.is_grad_enabled():
        if x.is_leaf and not x.stop_gradient:
            raise RuntimeError("a leaf tensor that requires a gradient cannot be changed in place")
        if not (x.stop_gradient and values.stop_gradient):
            raise NotImplementedError("Paddle may lose gradients where a tensor is overwritten: write x[...] = values")
    return paddle.assign(values.astype(x.dtype).expand(x.shape), x)
