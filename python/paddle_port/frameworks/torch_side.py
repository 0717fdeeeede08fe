"""PyTorch behind the framework interface. Imported only in an interpreter that is to run PyTorch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch

from .. import protocol
from .base import ALWAYS_WRONG, Setting, TensorInfo
from .torch_parametrizations import parametrizations, parametrized_class
from .torch_settings import torch_settings

# Classes that are another layer in disguise, kept apart by PyTorch for internal reasons only.
_DISGUISED = {"NonDynamicallyQuantizableLinear": "Linear"}


class TorchFramework:
    """PyTorch as it is installed in this interpreter."""

    name = "torch"
    version = str(torch.__version__)
    module_class = "torch.nn.Module"

    def is_module(self, value: object) -> bool:
        """See the interface."""
        return isinstance(value, torch.nn.Module)

    def is_framework_class(self, cls: type) -> bool:
        """See the interface."""
        return parametrized_class(cls).__module__.split(".")[0] == "torch"

    def build(self, factory: Callable[[], Any]) -> tuple[Any, list[str]]:
        """Build on the meta device, where tensors have a shape and no data; where that fails, build normally."""
        try:
            with torch.device("meta"):
                return factory(), []
        except ALWAYS_WRONG:
            raise
        except Exception as error:
            # Some constructors read values (`.item()`, conversion to NumPy), which meta tensors do not have.
            reason = protocol.describe(error)
        return factory(), [f"The model cannot be built on the meta device, so it was built in memory: {reason}"]

    def children(self, module: Any) -> Iterator[tuple[str, Any]]:
        """See the interface."""
        for name, child in module._modules.items():
            if child is not None:
                yield name, child

    def parameters(self, module: Any) -> Iterator[TensorInfo]:
        """See the interface."""
        for name, tensor in module._parameters.items():
            if tensor is not None:
                yield _info(name, tensor, persistent=True)

    def buffers(self, module: Any) -> Iterator[TensorInfo]:
        """See the interface."""
        for name, tensor in module._buffers.items():
            if tensor is not None:
                yield _info(name, tensor, persistent=name not in module._non_persistent_buffers_set)

    def own_class(self, module: Any) -> type:
        """See the interface."""
        return parametrized_class(type(module))

    def parametrizations(self, module: Any) -> Iterator[dict[str, Any]]:
        """See the interface."""
        return parametrizations(module)

    def kind(self, cls: type) -> str:
        """See the interface."""
        for base in cls.__mro__:
            if base.__module__.startswith("torch.nn.modules.") and not base.__name__.startswith("_"):
                return _DISGUISED.get(base.__name__, base.__name__)
        return "Module"

    def settings(self, module: Any, kind: str) -> dict[str, Setting]:
        """See the interface."""
        return torch_settings(module, kind)


def _info(name: str, tensor: Any, persistent: bool) -> TensorInfo:
    if isinstance(tensor, torch.nn.parameter.UninitializedTensorMixin):
        protocol.fail(
            f'The parameter "{name}" has no shape yet, because its layer is a lazy one.',
            "Let the factory run the model once on an example input before it returns it.",
        )
    layout = (tuple(tensor.shape), tuple(tensor.stride()), tensor.storage_offset())
    return TensorInfo(
        name=name,
        shape=[int(size) for size in tensor.shape],
        dtype=str(tensor.dtype).removeprefix("torch."),
        trainable=bool(tensor.requires_grad),
        persistent=persistent,
        # The storage object has an address of its own also on the meta device, where the data has none.
        storage=(tensor.untyped_storage()._cdata, layout),
    )
