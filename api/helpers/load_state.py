from typing import NamedTuple

import paddle


def load_state(layer: paddle.nn.Layer, state: dict[str, paddle.Tensor], strict: bool = True) -> tuple:
    """Gives a layer the values of another one's `state_dict()`; Paddle alone says nothing about what does not fit.

    Returns the missing and the unexpected keys. With `strict` they are an error, and other shapes always are.
    """
    own = layer.state_dict()
    missing = [name for name in own if name not in state]
    unexpected = [name for name in state if name not in own]
    wrong = [name for name in own if name in state and list(own[name].shape) != list(state[name].shape)]
    if wrong or (strict and (missing or unexpected)):
        raise RuntimeError(f"state does not fit: {missing=}, {unexpected=}, other shapes: {wrong}")
    for name, value in own.items():
        if name in state:
            value.set_value(state[name].astype(value.dtype))
    keys = NamedTuple("IncompatibleKeys", [("missing_keys", list), ("unexpected_keys", list)])
    return keys(missing, unexpected)
