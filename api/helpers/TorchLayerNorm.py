import paddle


class TorchLayerNorm(paddle.nn.LayerNorm, metaclass=PytorchSignature):
    """torch.nn.LayerNorm as a value: it takes the arguments that PyTorch's takes."""

    @staticmethod
    def make(normalized_shape, eps=1e-05, elementwise_affine=True, bias=True, device=None, dtype=None):
        if dtype is not None:
            raise NotImplementedError("dtype: Call .to(dtype=...) on the layer.")
        return paddle.nn.LayerNorm(
            normalized_shape,
            epsilon=eps,
            weight_attr=None if elementwise_affine else False,
            bias_attr=None if elementwise_affine and bias else False,
        )


TorchLayerNorm.__name__ = "LayerNorm"
