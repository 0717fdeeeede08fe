"""What the proof worker needs to know about Paddle."""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np
import paddle

from paddle_port import prove_flash_paddle
from paddle_port.prove_values import encode_array, parameter_array


class Backend:
    """Makes inputs, fills layers and encodes results on Paddle."""

    def emulation(self) -> contextlib.AbstractContextManager[None]:
        """Within it, kernels that need a GPU are computed by plain arithmetic."""
        return prove_flash_paddle.emulation()

    def reset(self) -> None:
        """Puts global state back to where a fresh interpreter has it."""
        paddle.set_default_dtype("float32")
        paddle.set_grad_enabled(True)
        paddle.seed(0)

    def tensor(self, array: np.ndarray[Any, Any], grad: bool) -> Any:
        value = paddle.to_tensor(array.copy())
        if grad and value.is_floating_point():
            value.stop_gradient = False
        return value

    def fill(self, layer: Any) -> Any:
        """Gives every parameter the values that PyTorch's has; a Linear weight is stored the other way round."""
        turned = {id(sub.weight) for sub in layer.sublayers(include_self=True) if isinstance(sub, paddle.nn.Linear)}
        for name, parameter in layer.named_parameters():
            if parameter.stop_gradient:
                # Before Paddle 3.3 a layer without affine parameters keeps constant ones in their place.
                continue
            shape = tuple(parameter.shape)
            if id(parameter) in turned:
                parameter.set_value(np.ascontiguousarray(parameter_array(name, shape[::-1]).T))
            else:
                parameter.set_value(parameter_array(name, shape))
        return layer

    def gradients(self, results: list[Any], inputs: dict[str, Any]) -> dict[str, Any]:
        """Gradients of the sum of all results with respect to the inputs."""
        total: Any = None
        for result in results:
            if isinstance(result, paddle.Tensor) and not result.stop_gradient and result.is_floating_point():
                part = result.sum().astype("float64")
                total = part if total is None else total + part
        if total is not None:
            total.backward()
        return {name: None if value.grad is None else value.grad.detach() for name, value in inputs.items()}

    def encode(self, value: Any) -> Any:
        if isinstance(value, paddle.Tensor):
            plain = value.detach()
            array = (plain.astype("float32") if plain.dtype == paddle.bfloat16 else plain).numpy()
            return {
                "kind": "tensor",
                "dtype": str(value.dtype).removeprefix("paddle."),
                "shape": list(value.shape),
                "data": encode_array(array),
                "grad": not value.stop_gradient,
                "parameter": isinstance(value, paddle.base.framework.EagerParamBase),
            }
        if isinstance(value, paddle.dtype):
            return {"kind": "dtype", "name": str(value).removeprefix("paddle.")}
        if isinstance(value, paddle.base.core.Place):
            return {"kind": "device", "name": "cpu" if value.is_cpu_place() else "cuda"}
        if isinstance(value, paddle.nn.Layer):
            return {"kind": "module"}
        return None
