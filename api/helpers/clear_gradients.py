import paddle


def clear_gradients(layer: paddle.nn.Layer, set_to_none: bool = True) -> None:
    """Forgets the gradients of a layer's parameters, or makes them zero."""
    layer.clear_gradients(set_to_zero=not set_to_none)
