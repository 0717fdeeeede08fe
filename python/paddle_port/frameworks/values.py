"""Reading attributes of layers into plain JSON values."""

from __future__ import annotations

from typing import Any

from .base import Setting

_ABSENT = object()


def plain(value: Any) -> Any:
    """Return `value` as a JSON value, or a sentinel for anything that is none (see `is_plain`)."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        # Infinity and NaN are no JSON; as text they still say what they are.
        return value if value == value and value not in (float("inf"), float("-inf")) else str(value)
    if isinstance(value, (list, tuple)):
        items = [plain(item) for item in value]
        return items if all(isinstance(item, (int, float, str)) for item in items) else _ABSENT
    return _ABSENT


def is_plain(value: Any) -> bool:
    """Tell whether `plain` could express the value."""
    return value is not _ABSENT


def read(module: Any, names: dict[str, str]) -> dict[str, Setting]:
    """Read attributes: `names` maps PyTorch's spelling to the attribute. Missing attributes are left out."""
    found: dict[str, Setting] = {}
    for name, attribute in names.items():
        value = plain(getattr(module, attribute, _ABSENT))
        if is_plain(value):
            found[name] = value
    return found
