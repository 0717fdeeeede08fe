from typing import Any


def require(condition: Any, message: str) -> None:
    """An assertion that is not left out with python -O, as PyTorch's."""
    if not condition:
        raise AssertionError(message)
