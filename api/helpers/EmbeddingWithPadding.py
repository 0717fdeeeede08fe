import paddle


class EmbeddingWithPadding(paddle.nn.Embedding):
    """An embedding whose padding row is looked up as it is stored.

    Paddle's own `padding_idx` returns zeros for that row whatever the weights hold; PyTorch returns the stored
    row and only keeps its gradient at zero. The row starts as zeros, as in PyTorch.
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None) -> None:
        super().__init__(num_embeddings, embedding_dim)
        if padding_idx is not None:
            if not -num_embeddings <= padding_idx < num_embeddings:
                raise ValueError(f"padding_idx {padding_idx} is not a row of {num_embeddings} embeddings")
            padding_idx %= num_embeddings
            with paddle.no_grad():
                self.weight[padding_idx] = 0.0
        self.padding_idx = padding_idx

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        out = paddle.nn.functional.embedding(x, self.weight)
        if self.padding_idx is None:
            return out
        return paddle.where((x == self.padding_idx).unsqueeze(-1), out.detach(), out)
