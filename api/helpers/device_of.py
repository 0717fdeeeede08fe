import paddle


def device_of(x: paddle.Tensor) -> str:
    """The name of the device that holds a tensor, "cpu" or "gpu:0"; names compare, places do not before Paddle 3.3."""
    place = x.place
    return f"gpu:{place.gpu_device_id()}" if place.is_gpu_place() else "cpu"
