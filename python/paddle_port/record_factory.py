"""Finding and calling what builds the model."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from . import protocol


def check_request(model: str, folders: list[str]) -> None:
    """Refuse what cannot work before a framework is imported, which takes seconds."""
    module_name, colon, attribute = model.partition(":")
    if not (colon and module_name and attribute):
        protocol.fail(
            f'"{model}" does not name a factory.',
            "Write --model module:factory, such as --model my_models:build_bert.",
        )
    for folder in folders:
        if not os.path.isdir(folder):
            protocol.fail(f"The folder {folder} given with --path does not exist.", "Check the spelling.")


def load_factory(model: str, folders: list[str]) -> Callable[[], Any]:
    """Import the factory named `module:attribute` with `folders` first on the import path."""
    module_name, _, attribute = model.partition(":")
    sys.path[:0] = [os.path.abspath(folder) for folder in folders]
    value: Any = _import(module_name, folders)
    for depth, part in enumerate(attribute.split(".")):
        if not hasattr(value, part):
            owner = ".".join([module_name, *attribute.split(".")[:depth]])
            protocol.fail(
                f'"{owner}" ({_place(value)}) has no "{part}".',
                "Name a class or a function without arguments that is defined there.",
            )
        value = getattr(value, part)
    if not callable(value):
        protocol.fail(
            f'"{model}" is of type {type(value).__name__} and cannot be called.',
            "Name a class or a function that returns the model.",
        )
    factory: Callable[[], Any] = value
    return factory


def call_factory(model: str, factory: Callable[[], Any]) -> Any:
    """Call the factory; what it raises becomes one sentence that names the user's line."""
    try:
        return factory()
    except MemoryError:
        raise
    except Exception as error:
        traceback.print_exc()
        protocol.fail(f"Building {model} failed: {in_user_code(error)}", _advice(error))


def in_user_code(error: BaseException) -> str:
    """Describe the exception with the innermost line outside of installed packages, or the innermost line at all."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not _installed(frame.filename)]
    frame = (own or list(frames))[-1] if frames else None
    message = " ".join(str(error).split())
    text = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return f"{text} ({frame.filename}:{frame.lineno})." if frame else f"{text}."


def _import(module_name: str, folders: list[str]) -> Any:
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if module_name == missing or module_name.startswith(f"{missing}."):
            where = ", ".join(folders) if folders else "no folder was given with --path"
            protocol.fail(
                f'There is no module "{module_name}" (looked in: {where}).',
                "Give the folder that contains it with --path.",
            )
        protocol.fail(
            f'Importing "{module_name}" failed: there is no module "{missing}": {in_user_code(error)}',
            "Install it for this interpreter, or give the folder that contains it with --path.",
        )
    except MemoryError:
        raise
    except Exception as error:
        traceback.print_exc()
        place = f" ({error.filename}:{error.lineno})" if isinstance(error, SyntaxError) else ""
        protocol.fail(
            f'Importing "{module_name}" failed{place}: {in_user_code(error)}',
            "Correct the module so that this interpreter can import it.",
        )


def _advice(error: BaseException) -> str:
    if isinstance(error, TypeError) and "required positional argument" in str(error):
        return "A factory is called without arguments: wrap it in a function that passes them."
    return "Correct the factory so that it returns the model."


def _installed(filename: str) -> bool:
    own_package = os.path.dirname(os.path.abspath(__file__))
    return (
        "site-packages" in filename
        or "dist-packages" in filename
        or filename.startswith(("<", own_package, os.path.dirname(os.__file__)))
    )


def _place(value: Any) -> str:
    return str(getattr(value, "__file__", None) or type(value).__name__)
