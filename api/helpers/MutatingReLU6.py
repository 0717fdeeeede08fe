import paddle


class MutatingReLU6(paddle.nn.ReLU6):
    """ReLU6 that can change its input, as PyTorch's does with inplace=True; Paddle's layer never does."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        if self.inplace:
            return paddle.nn.functional.hardtanh_(x, 0.0, 6.0)
        return super().forward(x)
