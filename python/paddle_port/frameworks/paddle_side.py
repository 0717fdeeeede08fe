"""Paddle behind the framework interface. Imported only in an interpreter that is to run Paddle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import paddle

from .. import protocol
from .base import ALWAYS_WRONG, Setting, TensorInfo
from .paddle_kinds import torch_kind
from .paddle_settings import paddle_settings

# Constructors that fill a parameter by hand do it with one of these; a lazy parameter has no memory to write to.
_WRITES = ["__setitem__", "set_value", "zero_", "fill_", "normal_", "uniform_", "copy_", "scale_", "clip_"]


class PaddleFramework:
    """Paddle as it is installed in this interpreter."""

    name = "paddle"
    version = str(paddle.__version__)
    module_class = "paddle.nn.Layer"

    def is_module(self, value: object) -> bool:
        """See the interface."""
        return isinstance(value, paddle.nn.Layer)

    def is_framework_class(self, cls: type) -> bool:
        """See the interface."""
        return cls.__module__.split(".")[0] == "paddle"

    def build(self, factory: Callable[[], Any]) -> tuple[Any, list[str]]:
        """Build under LazyGuard, where parameters have a shape and no data; where that fails, build normally."""
        try:
            with paddle.LazyGuard(), _skipped_writes():
                return factory(), []
        except ALWAYS_WRONG:
            raise
        except Exception as error:
            # LSTM and its like, for example, lay out the memory of their parameters in the constructor.
            reason = protocol.describe(error)
        return factory(), [f"The model cannot be built under LazyGuard, so it was built in memory: {reason}"]

    def children(self, module: Any) -> Iterator[tuple[str, Any]]:
        """See the interface."""
        for name, child in module._sub_layers.items():
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
                yield _info(name, tensor, persistent=name not in module._non_persistable_buffer_names_set)

    def own_class(self, module: Any) -> type:
        """See the interface."""
        return type(module)

    def parametrizations(self, module: Any) -> Iterator[dict[str, Any]]:
        """See the interface; Paddle has no parametrizations."""
        return iter(())

    def kind(self, cls: type) -> str:
        """See the interface."""
        for base in cls.__mro__:
            # Layers of paddle.compat keep PyTorch's weight layout, so they must not pass for Paddle's own.
            if base.__module__.startswith("paddle.nn.layer.") and not base.__name__.startswith("_"):
                return torch_kind(base.__name__)
        return "Module"

    def settings(self, module: Any, kind: str) -> dict[str, Setting]:
        """See the interface."""
        return paddle_settings(module, kind)


def _info(name: str, tensor: Any, persistent: bool) -> TensorInfo:
    return TensorInfo(
        name=name,
        shape=[int(size) for size in tensor.shape],
        dtype=str(tensor.dtype).removeprefix("paddle."),
        trainable=not tensor.stop_gradient,
        persistent=persistent,
        # Reading the address of a lazy parameter would fail, and Paddle ties by registering one object twice.
        storage=id(tensor),
    )


@contextmanager
def _skipped_writes() -> Iterator[None]:
    """Skip writes to lazy parameters: only what a model is made of is recorded, not its values."""
    with ExitStack() as stack:
        for name in _WRITES:
            original = getattr(paddle.Tensor, name, None)
            if original is not None:
                stack.enter_context(mock.patch.object(paddle.Tensor, name, _guarded(original)))
        yield


def _guarded(original: Callable[..., Any]) -> Callable[..., Any]:
    def write(tensor: Any, *args: Any, **kwargs: Any) -> Any:
        return original(tensor, *args, **kwargs) if tensor._is_initialized() else tensor

    return write
