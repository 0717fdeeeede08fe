import paddle


class BatchNorm3d(paddle.nn.BatchNorm3D):
    """Paddle's layer with PyTorch's signature and running variance.

    PyTorch's momentum is one minus Paddle's, and its running variance is the unbiased one.
    """

    def __init__(self, num_features: int, eps: float = 1e-05, momentum: float = 0.1) -> None:
        super().__init__(num_features, momentum=1 - momentum, epsilon=eps)
        self.num_features = num_features
        # Paddle counts the running statistics among the parameters; in PyTorch they are buffers.
        for name in ("_mean", "_variance"):
            self._buffers[name] = self._parameters.pop(name)

    @property
    def eps(self) -> float:
        """What Paddle calls epsilon."""
        return self._epsilon

    @eps.setter
    def eps(self, value: float) -> None:
        self._epsilon = value

    @property
    def momentum(self) -> float:
        """The share of the newest batch, as in PyTorch."""
        return 1 - self._momentum

    @momentum.setter
    def momentum(self, value: float) -> None:
        self._momentum = 1 - value

    @property
    def running_mean(self) -> paddle.Tensor:
        """The running mean by PyTorch's name."""
        return self._mean.detach()

    @property
    def running_var(self) -> paddle.Tensor:
        """The running variance by PyTorch's name."""
        return self._variance.detach()

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        if not self.training:
            return super().forward(x)
        count = x.size // x.shape[1]
        if count <= 1:
            raise ValueError(f"expected more than 1 value per channel when training, got input size {x.shape}")
        before = self._variance.clone()
        out = super().forward(x)
        with paddle.no_grad():
            batch = self._variance - self._momentum * before
            self._variance.set_value(self._variance + batch / (count - 1))
        return out
