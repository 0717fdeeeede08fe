from collections.abc import Callable
from typing import Any


def unavailable(name: str) -> Callable[..., Any]:
    """Takes the place of something that Paddle has no counterpart for: using it is an error that says so."""

    def use(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(f"{name} needs PyTorch and has no counterpart in Paddle; choose the path without it.")

    return use
