import paddle


def relu_maybe_inplace(x: paddle.Tensor, inplace: bool = False) -> paddle.Tensor:
    """ReLU that changes its input where PyTorch's does; on Paddle these are two functions."""
    return paddle.nn.functional.relu_(x) if inplace else paddle.nn.functional.relu(x)
