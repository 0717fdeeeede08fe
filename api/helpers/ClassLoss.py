import paddle


class ClassLoss(paddle.nn.Layer):
    """Cross entropy with PyTorch's class axis (the second), targets (classes or probabilities) and mean."""

    def __init__(
        self,
        weight: paddle.Tensor | None = None,
        ignore_index: int = -100,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__()
        self.register_buffer("weight", weight)
        self.ignore_index = ignore_index
        self.reduction = reduction
        self.label_smoothing = label_smoothing

    def forward(self, x: paddle.Tensor, target: paddle.Tensor) -> paddle.Tensor:
        axis = 0 if x.ndim == 1 else 1
        classes = x.shape[axis]
        logs = paddle.nn.functional.log_softmax(x, axis=axis)
        shape = [1] * x.ndim
        shape[axis] = classes
        weights = paddle.ones([classes], x.dtype) if self.weight is None else self.weight
        spread = weights.reshape(shape)
        smoothing = self.label_smoothing
        if target.is_floating_point():
            soft = target * (1 - smoothing) + smoothing / classes
            losses = -(soft * logs * spread).sum(axis=axis)
            total = paddle.to_tensor(losses.size, x.dtype)
        else:
            kept = target != self.ignore_index
            index = paddle.where(kept, target, paddle.zeros_like(target))
            chosen = paddle.take_along_axis(logs, index.unsqueeze(axis), axis, broadcast=False).squeeze(axis)
            own = paddle.gather(weights, index.flatten()).reshape(index.shape) * kept.astype(x.dtype)
            smooth = -(logs * spread).sum(axis=axis) * kept.astype(x.dtype)
            losses = -chosen * own * (1 - smoothing) + smooth * (smoothing / classes)
            total = own.sum()
        if self.reduction == "mean":
            return losses.sum() / total
        return losses.sum() if self.reduction == "sum" else losses
