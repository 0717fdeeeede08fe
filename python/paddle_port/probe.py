"""Say what an interpreter has to offer: one framework per process, since the two must never meet in one."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
from typing import Any

from paddle_port import protocol

#: What a package is called in an index differs from what it is imported as, and Paddle has two builds.
DISTRIBUTIONS = {"torch": ["torch"], "paddle": ["paddlepaddle", "paddlepaddle-gpu"]}


def probe(request: dict[str, Any]) -> dict[str, Any]:
    """Return what importing `request["framework"]` gives: absent, broken with the error, or ready with its GPUs."""
    framework = request["framework"]
    if importlib.util.find_spec(framework) is None:
        return {"status": "absent"}
    try:
        module = importlib.import_module(framework)
        version = str(module.__version__)
        gpus = _torch_gpus(module) if framework == "torch" else _paddle_gpus(module)
    except Exception as error:
        return {"status": "broken", "version": _installed_version(framework), "error": protocol.describe(error)}
    return {"status": "ready", "version": version, **gpus}


def _installed_version(framework: str) -> str | None:
    """Return the version that the installer recorded, which can be read when the package itself cannot be loaded."""
    for name in DISTRIBUTIONS[framework]:
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return None


def _torch_gpus(torch: Any) -> dict[str, Any]:
    if not torch.backends.cuda.is_built():
        return {"gpus": [], "gpuNote": "this build has no CUDA support"}
    names = [torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count())]
    return {"gpus": names, "gpuNote": None if names else "no GPU is visible to CUDA"}


def _paddle_gpus(paddle: Any) -> dict[str, Any]:
    if not paddle.is_compiled_with_cuda():
        return {"gpus": [], "gpuNote": "this build has no CUDA support"}
    count = paddle.device.cuda.device_count()
    names = [paddle.device.cuda.get_device_name(index) for index in range(count)]
    return {"gpus": names, "gpuNote": None if names else "no GPU is visible to CUDA"}


if __name__ == "__main__":
    protocol.run(probe)
