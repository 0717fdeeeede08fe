import paddle


class MutatingLeakyReLU(paddle.nn.LeakyReLU):
    """Leaky ReLU that can change its input, as PyTorch's does with inplace=True; Paddle's layer never does."""

    def __init__(self, negative_slope: float = 0.01, inplace: bool = False) -> None:
        super().__init__(negative_slope)
        self.negative_slope = negative_slope
        self.inplace = inplace

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        if self.inplace:
            return paddle.nn.functional.leaky_relu_(x, self.negative_slope)
        return super().forward(x)
