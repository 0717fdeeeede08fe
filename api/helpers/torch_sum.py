import paddle


def torch_sum(input, dim=None, keepdim=False, *, dtype=None, out=None):
    """torch.sum as a value: it takes the arguments that PyTorch's takes."""
    if out is not None:
        raise NotImplementedError("out: Paddle 3.0 has no out=; assign the result instead.")
    return paddle.sum(input if dtype is None else input.astype(dtype), axis=dim, keepdim=keepdim)


torch_sum.__name__ = "sum"
