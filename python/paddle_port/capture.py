"""Runs a model once and writes what every module received and returned: `python -m paddle_port.capture`.

The request names an action: `device` (is there a GPU?), `capture`, or `probe` (try explanations for modules that
diverge). See src/platform/align/request.ts for its fields.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import platform
import random
import re
import sys
from typing import Any

from . import protocol


def main(request: dict[str, Any]) -> Any:
    # The thread counts and the TF32 override are read once, when the libraries are loaded: before any import of them.
    os.environ["NVIDIA_TF32_OVERRIDE"] = "0"
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, str(request.get("threads", 1)))
    if request["action"] == "device":
        return _device(request["framework"])
    session = _open(request)
    if request["action"] == "probe":
        from .align_probes import probe_all

        return probe_all(session.backend, session.model, request)
    for run in request["runs"]:
        _capture(request, session, run)
    return {"device": session.backend.device()}


class _Session:
    def __init__(self, backend: Any, model: Any, weights: dict[str, str] | None) -> None:
        self.backend = backend
        self.model = model
        self.weights = weights


def _import_framework(framework: str) -> Any:
    try:
        from .align_backend import backend_of

        return backend_of(framework)
    except protocol.ProtocolError:
        raise
    except Exception as error:
        protocol.fail(
            f"{framework} cannot be imported by {sys.executable}: {protocol.describe(error)}",
            f"Install {'paddlepaddle' if framework == 'paddle' else framework} and numpy there, "
            f"or name another interpreter with --{'port' if framework == 'paddle' else 'reference'}-python.",
        )


def _device(framework: str) -> dict[str, Any]:
    """Tell whether the framework has a GPU. A build without CUDA is known by its version file, without an import."""
    spec = importlib.util.find_spec(framework)
    if spec is None or not spec.submodule_search_locations:
        protocol.fail(
            f"{sys.executable} has no {framework}.",
            f"Install {'paddlepaddle' if framework == 'paddle' else framework} there or name another interpreter.",
        )
    folder = spec.submodule_search_locations[0]
    for name in ("version.py", os.path.join("version", "__init__.py")):
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            if re.search(r"^cuda(_version)?\b[^=\n]*=\s*(None|'False')", text, re.MULTILINE):
                return {"gpu": None, "reason": f"this {framework} is built for the CPU"}
    gpu = _import_framework(framework).has_gpu()
    return {"gpu": gpu, "reason": f"{framework} finds {gpu or 'no GPU'}"}


def _open(request: dict[str, Any]) -> _Session:
    backend = _import_framework(request["framework"])
    import numpy as np

    from .align_tensors import Checkpoint
    from .align_weights import load

    random.seed(request["seed"])
    np.random.seed(request["seed"] % 2**32)
    backend.prepare(request["device"], request["threads"], request["seed"])
    protocol.progress(stage="build", module=request["model"], done=0, total=1)
    model = _build(backend, request["model"], request["paths"])
    model = backend.place(model)
    weights = None
    if request.get("weights") is not None:
        given = request["weights"]
        checkpoint = Checkpoint(given["file"])
        protocol.progress(stage="weights", module=given["file"], done=0, total=1)
        load(backend, model, checkpoint, given["file"], given["ignore"], given["keep"])
        weights = {"file": given["file"], "sha256": checkpoint.sha256()}
    return _Session(backend, model, weights)


def _build(backend: Any, name: str, paths: list[str]) -> Any:
    module_name, _, factory_name = name.partition(":")
    sys.path[0:0] = paths
    try:
        factory: Any = importlib.import_module(module_name)
        for part in factory_name.split("."):
            factory = getattr(factory, part)
    except Exception as error:
        protocol.fail(f"The model {name} cannot be imported: {protocol.describe(error)}", "Correct `model` or `path`.")
    try:
        model = factory()
    except Exception as error:
        protocol.fail(f"{name}() failed: {protocol.describe(error)}", "Mend the factory; it takes no arguments.")
    if not backend.is_module(model):
        protocol.fail(
            f"{name}() returned a {type(model).__name__}, which is no {backend.name} module.",
            "Let the factory return the model.",
        )
    return model


def _capture(request: dict[str, Any], session: _Session, run: dict[str, Any]) -> None:
    from . import align_dependence, align_trace
    from .align_isolated import Reference, replay
    from .align_noise import measure
    from .align_tensors import TensorFile, TensorStore

    backend, model, out = session.backend, session.model, run["out"]
    given = TensorFile(run["inputs"])
    arrays = {name: given.read(name) for name in given.entries}

    def make_arguments() -> tuple[list[Any], dict[str, Any]]:
        named = {argument: backend.from_numpy(arrays[name]) for argument, name in run["arguments"].items()}
        positional = sorted((key for key in named if key.isdigit()), key=int)
        return [named[key] for key in positional], {key: v for key, v in named.items() if not key.isdigit()}

    store = TensorStore(os.path.join(out, "activations.safetensors"))
    inputs = [
        {"key": store.add(array), "slot": name, "shape": list(array.shape), "dtype": array.dtype.name}
        for name, array in arrays.items()
    ]
    calls, outputs = _forward(request, session, run, store, make_arguments())
    manifest: dict[str, Any] = {
        **_environment(request, session),
        "inputs": inputs,
        "inputsSha256": run["inputsSha256"],
    }
    if run["noise"]:
        methods = measure(backend, model, store, calls, outputs, make_arguments, request["threads"])
        manifest["noiseMethods"] = methods
    manifest["calls"] = [call.as_json() for call in calls]
    manifest["outputs"] = outputs
    if request["side"] == "reference" and not run["onlyOutputs"]:
        manifest["computedWeights"] = align_trace.computed_weights(backend, model, store)
    isolated_from = run.get("isolatedFrom")
    if not run["onlyOutputs"]:
        others = None if isolated_from is None else align_dependence.compared_with(isolated_from, request["modules"])
        manifest["dependence"] = align_dependence.measure(backend, model, store, calls, request["seed"], others)
    if isolated_from is not None:
        reference = Reference(isolated_from)
        replayed = replay(backend, model, reference, request["modules"], store, calls)
        manifest["isolated"] = {"inputsSha256": reference.manifest["inputsSha256"], "calls": replayed}
    store.finish()
    with open(os.path.join(out, "capture.json"), "w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=1, ensure_ascii=False, allow_nan=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())


def _forward(
    request: dict[str, Any],
    session: _Session,
    run: dict[str, Any],
    store: Any,
    arguments: tuple[list[Any], dict[str, Any]],
) -> tuple[list[Any], list[dict[str, Any]]]:
    """Run the model and record its calls, none of them with `onlyOutputs`, and its outputs."""
    from .align_trace import record, run_only

    backend, model = session.backend, session.model
    # The seed is set again, so that no run depends on the runs before it.
    backend.prepare(request["device"], request["threads"], request["seed"])
    calls: list[Any] = []
    try:
        if run["onlyOutputs"]:
            outputs = run_only(backend, model, store, *arguments)
        else:
            calls, outputs = record(backend, model, store, *arguments)
    except Exception as error:
        protocol.fail(
            f"The {request['side']} {request['model']} failed in its forward: {protocol.describe(error)}",
            "Mend the model, or correct `inputs` and `arguments` in the specification.",
        )
    if not outputs:
        what = f"The forward of {request['model']} returned no tensor."
        protocol.fail(what, "Let it return tensors, in tuples or dictionaries.")
    if request["side"] == "reference":
        _refuse_nan(store, outputs)
    return calls, outputs


def _refuse_nan(store: Any, outputs: list[dict[str, Any]]) -> None:
    import numpy as np

    for part in outputs:
        values = store.read(part["key"])
        count = int(np.isnan(values).sum()) if values.dtype.kind == "f" else 0
        if count > 0:
            protocol.fail(
                f"The reference's output {part['slot']} holds {count} NaN among {values.size} values.",
                "Nothing can be compared with NaN: check the weights and inputs, such as a mask that hides all.",
            )


def _environment(request: dict[str, Any], session: _Session) -> dict[str, Any]:
    from .align_trace import class_name

    backend = session.backend
    weights = {} if session.weights is None else {"weights": session.weights}
    return {
        "schemaVersion": 1,
        "kind": "paddle-port/capture",
        "side": request["side"],
        "framework": request["framework"],
        "frameworkVersion": backend.version(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "device": backend.device(),
        "threads": request["threads"],
        "numericFlags": {**backend.flags(), "NVIDIA_TF32_OVERRIDE": os.environ["NVIDIA_TF32_OVERRIDE"]},
        "seed": request["seed"],
        "model": request["model"],
        **weights,
        "modules": [
            {"path": path, "class": class_name(module), "parameters": _full(path, backend.parameters(module))}
            for path, module in backend.modules(session.model)
        ],
    }


def _full(path: str, names: list[str]) -> list[str]:
    return [f"{path}.{name}" if path else name for name in names]


if __name__ == "__main__":
    protocol.run(main)
