from collections.abc import Sequence

import paddle


def resized(
    x: paddle.Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
) -> paddle.Tensor:
    """Interpolation with PyTorch's arguments: Paddle wants lists, and the layout of one or three dimensions by name."""
    count = x.ndim - 2
    if isinstance(size, int):
        size = [size] * count
    if isinstance(scale_factor, (int, float)):
        scale_factor = [float(scale_factor)] * count
    if count == 1 and mode == "nearest":
        # Paddle's nearest neighbours need two dimensions.
        flat = resized(x.unsqueeze(2), size and [1, *size], scale_factor and [1.0, *scale_factor])
        return flat.squeeze(2)
    return paddle.nn.functional.interpolate(
        x,
        size=None if size is None else [int(length) for length in size],
        scale_factor=None if scale_factor is None else list(scale_factor),
        mode=mode,
        align_corners=bool(align_corners),
        data_format=("NCW", "NCHW", "NCDHW")[count - 1],
    )
