import paddle


def set_training(layer: paddle.nn.Layer, mode: bool = True) -> paddle.nn.Layer:
    """Switches a layer to training or evaluation and returns it; before Paddle 3.3 `train` and `eval` return None."""
    if mode:
        layer.train()
    else:
        layer.eval()
    return layer
