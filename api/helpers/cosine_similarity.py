import paddle


def cosine_similarity(x1, x2, dim=1, eps=1e-08) -> paddle.Tensor:
    """PyTorch's cosine similarity: each length is at least eps. Paddle holds the product of both lengths to eps."""
    units = []
    for x in paddle.broadcast_tensors([x1, x2]):
        length = paddle.linalg.norm(x, p=2, axis=dim, keepdim=True)
        # The gradient is that of the length itself, as in PyTorch.
        units.append(x / (length + (length.clip(min=eps) - length).detach()))
    return (units[0] * units[1]).sum(dim)
