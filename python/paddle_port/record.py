"""Records the module tree of a model: `python -m paddle_port.record REQUEST.json`.

Request: {"framework": "torch" | "paddle", "model": "module:factory", "paths": [folder, ...]}.
Result: the document of kind "paddle-port/module-tree"; `notes` says what the reader should know about it.
"""

from __future__ import annotations

import importlib
import inspect
import os
from collections.abc import Hashable, Iterator
from typing import Any

from . import protocol
from .frameworks.base import Framework, TensorInfo
from .record_factory import call_factory, check_request, load_factory
from .record_use import UseFinder


def load_framework(name: str) -> Framework:
    """Import the framework of this name behind its interface."""
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name == name:
            package = "paddlepaddle" if name == "paddle" else name
            protocol.fail(
                f"This interpreter has no {name}.",
                f"Install {package} for it, or choose another interpreter with --python.",
            )
        protocol.fail(
            f"Importing {name} fails in this interpreter: {protocol.describe(error)}",
            "Repair its installation, or choose another interpreter with --python.",
        )
    except Exception as error:
        protocol.fail(
            f"Importing {name} fails in this interpreter: {protocol.describe(error)}",
            "Repair its installation, or choose another interpreter with --python.",
        )
    if name == "torch":
        from .frameworks.torch_side import TorchFramework

        return TorchFramework()
    from .frameworks.paddle_side import PaddleFramework

    return PaddleFramework()


def record(request: dict[str, Any]) -> dict[str, Any]:
    """Build the model and return its tree."""
    model_name: str = request["model"]
    folders: list[str] = list(request.get("paths", []))
    check_request(model_name, folders)
    framework = load_framework(request["framework"])
    factory = load_factory(model_name, folders)
    model, notes = call_factory(model_name, lambda: framework.build(factory))
    if not framework.is_module(model):
        protocol.fail(
            f"{model_name} returned an object of type {_class_name(type(model))}, not a {framework.module_class}.",
            f"Return the model itself, and check that --framework {framework.name} is the one it is written for.",
        )
    return tree_of(framework, model, model_name, notes)


def tree_of(framework: Framework, model: Any, model_name: str, notes: list[str]) -> dict[str, Any]:
    """Return the tree of a model that is built already."""
    found = list(_walk(framework, model, "", ()))
    names: dict[str, tuple[str, TensorInfo]] = {}
    for path, module in found:
        for tensor in framework.parameters(module):
            names[_join(path, tensor.name)] = (path, tensor)
    owners = {name: path for name, (path, _) in names.items()}
    computed = [(path, entry) for path, module in found for entry in framework.parametrizations(module)]
    owners.update({_join(path, entry["tensor"]): path for path, entry in computed})
    uses = UseFinder(framework).uses(found, owners)
    first: dict[Hashable, str] = {}
    parameters = []
    for name, (path, tensor) in names.items():
        entry = {**_tensor(name, path, tensor), "trainable": tensor.trainable, "use": uses.get(name, "unknown")}
        if tensor.storage in first:
            entry["tiedTo"] = first[tensor.storage]
        else:
            first[tensor.storage] = name
        parameters.append(entry)
    parametrizations = [_parametrization(path, entry, uses) for path, entry in computed]
    return {
        "schemaVersion": 1,
        "kind": "paddle-port/module-tree",
        "framework": framework.name,
        "origin": "recorded",
        "frameworkVersion": framework.version,
        "model": model_name,
        "modules": [_module(framework, path, module) for path, module in found],
        "parameters": parameters,
        "buffers": [
            {**_tensor(_join(path, tensor.name), path, tensor), "persistent": tensor.persistent}
            for path, module in found
            for tensor in framework.buffers(module)
        ],
        **({"parametrizations": parametrizations} if parametrizations else {}),
        "open": [],
        "notes": notes,
    }


def _walk(framework: Framework, module: Any, path: str, above: tuple[int, ...]) -> Iterator[tuple[str, Any]]:
    """Yield all modules, parents first; a shared module once for each of its paths, so that every state-dict key
    finds its owner."""
    yield path, module
    for name, child in framework.children(module):
        if id(child) not in above and child is not module:
            yield from _walk(framework, child, _join(path, name), (*above, id(module)))


def _module(framework: Framework, path: str, module: Any) -> dict[str, Any]:
    cls = framework.own_class(module)
    kind = framework.kind(cls)
    entry = {
        "path": path,
        "class": _class_name(cls),
        "kind": kind,
        "settings": dict(sorted(framework.settings(module, kind).items())),
    }
    source = None if framework.is_framework_class(cls) else _source(cls)
    if source is not None:
        entry["source"] = source
    return entry


def _source(cls: type) -> dict[str, Any] | None:
    try:
        file = inspect.getsourcefile(cls)
        line = inspect.findsource(cls)[1] + 1
    except (OSError, TypeError):
        return None
    if file is None:
        return None
    # Relative to where the command runs, if possible: the tree is then the same on every machine.
    inside = os.path.relpath(file) if os.path.abspath(file).startswith(os.getcwd() + os.sep) else file
    return {"file": inside.replace(os.sep, "/"), "line": line}


def _parametrization(path: str, entry: dict[str, Any], uses: dict[str, str]) -> dict[str, Any]:
    """Return an entry with the names that its tensors have in the model's state dict."""
    name = _join(path, entry["tensor"])
    found = {"name": name, "module": path, "use": uses.get(name, "unknown"), "classes": entry["classes"]}
    found["parts"] = [_join(path, part) for part in entry["parts"]]
    if "merge" in entry:
        sides = {side: _join(path, entry["merge"][side]) for side in ("original", "left", "right")}
        found["merge"] = {**entry["merge"], **sides}
    else:
        found["unclear"] = entry["unclear"]
    return found


def _tensor(name: str, path: str, tensor: TensorInfo) -> dict[str, Any]:
    return {"name": name, "module": path, "shape": tensor.shape, "dtype": tensor.dtype}


def _class_name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


if __name__ == "__main__":
    protocol.run(record)
