import paddle


def class_loss(
    x: paddle.Tensor,
    target: paddle.Tensor,
    weight: paddle.Tensor | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> paddle.Tensor:
    """Cross entropy with PyTorch's class axis (the second, if any), targets (classes or probabilities) and mean."""
    axis = 0 if x.ndim == 1 else 1
    classes = x.shape[axis]
    logs = paddle.nn.functional.log_softmax(x, axis=axis)
    shape = [1] * x.ndim
    shape[axis] = classes
    weights = paddle.ones([classes], x.dtype) if weight is None else weight
    spread = weights.reshape(shape)
    if target.is_floating_point():
        soft = target * (1 - label_smoothing) + label_smoothing / classes
        losses = -(soft * logs * spread).sum(axis=axis)
        if reduction == "mean":
            return losses.sum() / (losses.size if x.ndim > 1 else 1)
    else:
        kept = target != ignore_index
        index = paddle.where(kept, target, paddle.zeros_like(target))
        chosen = paddle.take_along_axis(logs, index.unsqueeze(axis), axis, broadcast=False).squeeze(axis)
        own = paddle.gather(weights, index.flatten()).reshape(index.shape) * kept.astype(x.dtype)
        losses = -chosen * own
        if label_smoothing > 0:
            smooth = -(logs * spread).sum(axis=axis) * kept.astype(x.dtype)
            losses = losses * (1 - label_smoothing) + smooth * (label_smoothing / classes)
        if reduction == "mean":
            return losses.sum() / own.sum()
    return losses.sum() if reduction == "sum" else losses
