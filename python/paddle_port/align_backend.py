"""What the capture needs from a framework, and the choice of the framework at hand."""

from __future__ import annotations

import contextlib
from typing import Any, Protocol

from .align_tensors import Array

Flags = dict[str, Any]


class Backend(Protocol):
    """One framework, on one device. Tensors and modules are its own types and opaque to everyone else."""

    name: str

    def version(self) -> str: ...

    def prepare(self, device: str, threads: int, seed: int) -> None:
        """Choose the device (`cpu` or `gpu`), the number of threads and the seed; TF32 is switched off."""

    def has_gpu(self) -> str | None:
        """Return the GPU's name, or None."""

    def device(self) -> str:
        """`cpu`, or the GPU's name."""

    def flags(self) -> Flags:
        """Return the settings that change numbers."""

    def is_tensor(self, value: Any) -> bool: ...

    def is_module(self, value: Any) -> bool: ...

    def to_numpy(self, tensor: Any) -> Array:
        """Return a copy in the host's memory; bfloat16 comes as float32."""

    def from_numpy(self, array: Array) -> Any:
        """Return a tensor of the same dtype on the chosen device."""

    def special(self, kind: str, name: str) -> Any:
        """Return the dtype or the device of this name."""

    def place(self, model: Any) -> Any:
        """Put the model on the device, in eval mode, without gradients, in float32, and return it."""

    def modules(self, model: Any) -> list[tuple[str, Any]]:
        """All modules with their paths, parents first; one that is reached by two paths comes once."""

    def parameters(self, module: Any) -> list[str]:
        """Names of the parameters that this module itself owns."""

    def state(self, model: Any) -> dict[str, Any]:
        """The state dict: live tensors, ties included under each name."""

    def shape(self, tensor: Any) -> list[int]: ...

    def assign(self, tensor: Any, array: Array) -> None:
        """Overwrite the values; the shapes are equal."""

    def same(self, one: Any, other: Any) -> bool:
        """Whether two entries of the state dict share their storage."""

    def no_grad(self) -> contextlib.AbstractContextManager[Any]: ...

    def double(self, model: Any) -> Any:
        """Return a float64 copy of the model."""

    def second_kernel(self, threads: int) -> contextlib.AbstractContextManager[Any]:
        """While open, other kernels and another number of threads are used where the framework has a choice."""


def backend_of(framework: str) -> Backend:
    """Import the framework and return its backend; the other one is never imported."""
    if framework == "torch":
        from .align_torch import TorchBackend

        return TorchBackend()
    from .align_paddle import PaddleBackend

    return PaddleBackend()
