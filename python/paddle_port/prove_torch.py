"""What the proof worker needs to know about PyTorch."""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np
import torch

from paddle_port import prove_flash_torch
from paddle_port.prove_values import encode_array, parameter_array


class Backend:
    """Makes inputs, fills modules and encodes results on PyTorch."""

    def __init__(self) -> None:
        prove_flash_torch.install()

    def emulation(self) -> contextlib.AbstractContextManager[None]:
        """Nothing changes here: what PyTorch lacks was installed as a reference."""
        return contextlib.nullcontext()

    def reset(self) -> None:
        """Puts global state back to where a fresh interpreter has it."""
        torch.set_default_dtype(torch.float32)
        torch.set_grad_enabled(True)
        torch.manual_seed(0)

    def tensor(self, array: np.ndarray[Any, Any], grad: bool) -> Any:
        value = torch.from_numpy(array.copy()) if array.ndim else torch.tensor(array.item(), dtype=_dtype(array))
        return value.requires_grad_() if grad and value.is_floating_point() else value

    def fill(self, module: Any) -> Any:
        """Gives every parameter values that depend on its name and shape only."""
        with torch.no_grad():
            for name, parameter in module.named_parameters():
                parameter.copy_(torch.from_numpy(parameter_array(name, tuple(parameter.shape))))
        return module

    def gradients(self, results: list[Any], inputs: dict[str, Any]) -> dict[str, Any]:
        """Gradients of the sum of all results with respect to the inputs."""
        total: Any = None
        for result in results:
            if isinstance(result, torch.Tensor) and result.requires_grad and result.is_floating_point():
                part = result.sum().to(torch.float64)
                total = part if total is None else total + part
        if total is not None:
            total.backward()
        return {name: None if value.grad is None else value.grad.detach() for name, value in inputs.items()}

    def encode(self, value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            plain = value.detach().cpu()
            array = (plain.float() if plain.dtype == torch.bfloat16 else plain).numpy()
            return {
                "kind": "tensor",
                "dtype": str(value.dtype).removeprefix("torch."),
                "shape": list(value.shape),
                "data": encode_array(array),
                "grad": value.requires_grad,
                "parameter": isinstance(value, torch.nn.Parameter),
            }
        if isinstance(value, torch.dtype):
            return {"kind": "dtype", "name": str(value).removeprefix("torch.")}
        if isinstance(value, torch.device):
            return {"kind": "device", "name": value.type}
        if isinstance(value, torch.nn.Module):
            return {"kind": "module"}
        return None


def _dtype(array: np.ndarray[Any, Any]) -> torch.dtype:
    return torch.from_numpy(array.reshape(1)).dtype
