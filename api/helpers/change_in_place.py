import operator

import paddle


def change_in_place(x, symbol: str, value):
    """`x += value` and the like, as PyTorch has them: whoever else holds the tensor, or a view of it, sees the change.

    Paddle's own operators give a new tensor. What is no tensor is changed as Python does it.
    """
    names = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow"}
    names |= {"&": "and", "|": "or", "^": "xor", "<<": "lshift", ">>": "rshift"}
    operation = getattr(operator, "i" + names[symbol])
    if not isinstance(x, paddle.Tensor):
        return operation(x, value)

    def kind(tensor: paddle.Tensor) -> int:
        return 3 if tensor.is_complex() else 2 if tensor.is_floating_point() else int(tensor.dtype != paddle.bool)

    own = isinstance(value, paddle.Tensor)
    if own and value.dtype != x.dtype and min(kind(x), kind(value)) < 2 and kind(value) <= kind(x):
        value = value.astype(x.dtype)
    tracked = paddle.is_grad_enabled() and not (x.stop_gradient and (not own or value.stop_gradient))
    if tracked:
        if x.is_leaf and not x.stop_gradient:
            raise RuntimeError("a leaf tensor that requires a gradient cannot be changed in place")
        # A view that is changed leaves Paddle's gradients of what it shows as they were; what is not tracked may be one.
        views = ("Slice", "StridedSlice", "Reshape", "View", "Transpose", "Unsqueeze", "Squeeze", "Flatten", "Unbind")
        if x.stop_gradient or x.grad_fn.name().startswith((*views, "Diagonal", "As", "Unfold")):
            raise NotImplementedError(
                "Paddle may lose gradients where a view is changed in place: write `x = x + y` if nobody else holds x"
            )
    changed = operation(x.clone() if tracked else x, value)
    if list(changed.shape) != list(x.shape) or kind(changed) > kind(x):
        raise RuntimeError(f"{changed.dtype} of shape {changed.shape} does not fit into {x.dtype} of shape {x.shape}")
    return paddle.assign(changed.astype(x.dtype), x)
