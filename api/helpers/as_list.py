from typing import Any


def as_list(*sizes: Any) -> list[Any]:
    """Sizes as PyTorch takes them, several values or one sequence, as the list that Paddle takes."""
    if len(sizes) == 1 and isinstance(sizes[0], (list, tuple)):
        return list(sizes[0])
    return list(sizes)
