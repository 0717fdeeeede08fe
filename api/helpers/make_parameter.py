import paddle


def make_parameter(data: paddle.Tensor, requires_grad: bool = True) -> paddle.Tensor:
    """A parameter that starts with the given values, as `torch.nn.Parameter(data)` makes one."""
    parameter = paddle.create_parameter(
        shape=data.shape, dtype=data.dtype, default_initializer=paddle.nn.initializer.Assign(data.detach())
    )
    parameter.stop_gradient = not requires_grad
    return parameter
