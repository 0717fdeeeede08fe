import paddle


class MutatingReLU(paddle.nn.ReLU):
    """ReLU that can change its input, as PyTorch's does with inplace=True; Paddle's layer never does."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        if self.inplace:
            return paddle.nn.functional.relu_(x)
        return super().forward(x)
