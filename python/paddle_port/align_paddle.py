"""PaddlePaddle, as the capture sees it; runs on every version from 3.0."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import numpy as np
import paddle

from .align_tensors import Array
from .protocol import fail


class PaddleBackend:
    name = "paddle"

    def __init__(self) -> None:
        self._device = "cpu"
        self._flags: dict[str, Any] = {}

    def version(self) -> str:
        return str(paddle.__version__)

    def has_gpu(self) -> str | None:
        if not paddle.device.is_compiled_with_cuda() or paddle.device.cuda.device_count() < 1:
            return None
        return str(paddle.device.cuda.get_device_name(0))

    def prepare(self, device: str, threads: int, seed: int) -> None:
        if device == "gpu" and self.has_gpu() is None:
            fail("This PaddlePaddle finds no GPU.", "Run with --device cpu, or install paddlepaddle-gpu.")
        self._device = device
        paddle.set_device(device)
        core = getattr(getattr(paddle, "base", None), "core", None)
        if core is not None and hasattr(core, "set_num_threads"):
            core.set_num_threads(threads)
        for flag in ("FLAGS_cublas_allow_tf32", "FLAGS_cudnn_allow_tf32"):
            # The flags come and go with the version; NVIDIA_TF32_OVERRIDE=0 in the environment holds for all of them.
            with contextlib.suppress(Exception):
                paddle.set_flags({flag: False})
                self._flags[flag] = False
        paddle.seed(seed)

    def device(self) -> str:
        return "cpu" if self._device == "cpu" else str(self.has_gpu())

    def flags(self) -> dict[str, Any]:
        cuda = paddle.version.cuda() if hasattr(paddle.version, "cuda") else None
        return {"default_dtype": str(paddle.get_default_dtype()), "cuda": str(cuda), **self._flags}

    def is_tensor(self, value: Any) -> bool:
        return isinstance(value, paddle.Tensor)

    def is_module(self, value: Any) -> bool:
        return isinstance(value, paddle.nn.Layer)

    def to_numpy(self, tensor: Any) -> Array:
        if str(tensor.dtype).endswith("bfloat16"):
            tensor = tensor.astype("float32")
        return np.array(tensor.detach().numpy(), copy=True, order="C")

    def from_numpy(self, array: Array) -> Any:
        return paddle.to_tensor(np.array(array, copy=True, order="C"))

    def special(self, kind: str, name: str) -> Any:
        if kind == "device":
            return self._device
        return getattr(paddle, {"half": "float16", "long": "int64", "int": "int32"}.get(name, name))

    def place(self, model: Any) -> Any:
        # Layer.to(dtype=) would also cast integer buffers on some versions, so only what is floating and wider goes.
        model.eval()
        for tensor in (*model.parameters(), *model.buffers()):
            tensor.stop_gradient = True
        return model

    def modules(self, model: Any) -> list[tuple[str, Any]]:
        return list(model.named_sublayers(include_self=True))

    def parameters(self, module: Any) -> list[str]:
        return [name for name, _ in module.named_parameters(include_sublayers=False)]

    def state(self, model: Any) -> dict[str, Any]:
        return dict(model.state_dict())

    def shape(self, tensor: Any) -> list[int]:
        return list(tensor.shape)

    def assign(self, tensor: Any, array: Array) -> None:
        name = str(tensor.dtype).rsplit(".", 1)[-1]
        tensor.set_value(np.ascontiguousarray(array.astype(name)).reshape(array.shape))

    def same(self, one: Any, other: Any) -> bool:
        return one is other or one.data_ptr() == other.data_ptr()

    def no_grad(self) -> contextlib.AbstractContextManager[Any]:
        return paddle.no_grad()

    def double(self, model: Any) -> Any:
        return copy.deepcopy(model).to(dtype="float64")

    def second_kernel(self, threads: int) -> contextlib.AbstractContextManager[Any]:
        return contextlib.nullcontext()
