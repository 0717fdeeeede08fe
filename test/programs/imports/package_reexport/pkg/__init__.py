from .impl import Twice, shift as shift

__all__ = ["Twice", "shift"]
