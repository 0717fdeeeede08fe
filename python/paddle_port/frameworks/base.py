"""The interface behind which a framework hides."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, Union

Setting = Union[int, float, bool, str, None, "list[int]", "list[float]", "list[str]"]


# What a constructor raises whatever its parameters are made of: building it once more, in memory, would not help.
ALWAYS_WRONG = (NameError, ImportError, AttributeError, LookupError, OSError, SyntaxError)


@dataclass(frozen=True)
class TensorInfo:
    """A parameter or buffer as its module holds it; `storage` is equal for tensors that share their memory."""

    name: str
    shape: list[int]
    dtype: str
    trainable: bool
    persistent: bool
    storage: Hashable


class Framework(Protocol):
    """One framework, imported in this process."""

    name: str
    version: str
    #: What a model must be an instance of, as the user knows it.
    module_class: str

    def is_module(self, value: object) -> bool:
        """Tell whether `value` is an instance of the framework's module class."""

    def is_framework_class(self, cls: type) -> bool:
        """Tell whether `cls` is one of the framework's own layers (and not a class of the user or of a library)."""

    def build(self, factory: Callable[[], Any]) -> tuple[Any, list[str]]:
        """Call `factory` so that parameters take no memory if at all possible; return the model and notes."""

    def children(self, module: Any) -> Iterator[tuple[str, Any]]:
        """Yield the direct submodules by name, in the framework's order, an instance as often as it is registered."""

    def parameters(self, module: Any) -> Iterator[TensorInfo]:
        """Yield the module's own parameters in their order."""

    def buffers(self, module: Any) -> Iterator[TensorInfo]:
        """Yield the module's own buffers in their order."""

    def own_class(self, module: Any) -> type:
        """Return the class of a module as it was written, without what the framework put around it at run time."""

    def parametrizations(self, module: Any) -> Iterator[dict[str, Any]]:
        """Yield the module's tensors that are computed from stored ones; names are relative to the module."""

    def kind(self, cls: type) -> str:
        """Return the nearest layer that `cls` is or derives from, in PyTorch's spelling."""

    def settings(self, module: Any, kind: str) -> dict[str, Setting]:
        """Return the settings of a layer of this kind in PyTorch's spelling."""
