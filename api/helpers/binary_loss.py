import paddle


def binary_loss(
    x: paddle.Tensor,
    target: paddle.Tensor,
    weight: paddle.Tensor | None = None,
    reduction: str = "mean",
    pos_weight: paddle.Tensor | None = None,
) -> paddle.Tensor:
    """Binary cross entropy of logits whose targets may be learned too: Paddle's own gives them no gradient."""
    logs = paddle.nn.functional.log_sigmoid(x)
    if pos_weight is not None:
        logs = logs * (1 + (pos_weight - 1) * target)
    losses = (1 - target) * x - logs
    if weight is not None:
        losses = losses * weight
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()
