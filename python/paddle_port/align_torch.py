"""PyTorch, as the capture sees it."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from .align_tensors import Array
from .protocol import fail


class TorchBackend:
    name = "torch"

    def __init__(self) -> None:
        self._device = torch.device("cpu")

    def version(self) -> str:
        return str(torch.__version__)

    def has_gpu(self) -> str | None:
        return str(torch.cuda.get_device_name(0)) if torch.cuda.is_available() else None

    def prepare(self, device: str, threads: int, seed: int) -> None:
        if device == "gpu":
            if self.has_gpu() is None:
                fail("This PyTorch finds no GPU.", "Run with --device cpu, or install a CUDA build of PyTorch.")
            self._device = torch.device("cuda", 0)
        torch.set_num_threads(threads)
        torch.manual_seed(seed)
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.set_float32_matmul_precision("highest")
        if hasattr(torch.backends, "mha"):
            # The fused encoder path skips the forward of the modules inside it, which would hide them.
            torch.backends.mha.set_fastpath_enabled(False)

    def device(self) -> str:
        return "cpu" if self._device.type == "cpu" else str(self.has_gpu())

    def flags(self) -> dict[str, Any]:
        return {
            "tf32_matmul": bool(torch.backends.cuda.matmul.allow_tf32),
            "tf32_cudnn": bool(torch.backends.cudnn.allow_tf32),
            "float32_matmul_precision": str(torch.get_float32_matmul_precision()),
            "deterministic_algorithms": bool(torch.are_deterministic_algorithms_enabled()),
            "mkldnn": bool(torch.backends.mkldnn.is_available()),
            "cuda": torch.version.cuda,
        }

    def is_tensor(self, value: Any) -> bool:
        return isinstance(value, torch.Tensor)

    def is_module(self, value: Any) -> bool:
        return isinstance(value, torch.nn.Module)

    def to_numpy(self, tensor: Any) -> Array:
        tensor = tensor.detach()
        if tensor.is_sparse:
            tensor = tensor.to_dense()
        if tensor.dtype == torch.bfloat16:
            tensor = tensor.float()
        return np.array(tensor.cpu().numpy(), copy=True, order="C")

    def from_numpy(self, array: Array) -> Any:
        return torch.from_numpy(np.array(array, copy=True, order="C")).to(self._device)

    def special(self, kind: str, name: str) -> Any:
        return self._device if kind == "device" else getattr(torch, name)

    def place(self, model: Any) -> Any:
        model = model.to(self._device).float().eval()
        model.requires_grad_(False)
        return model

    def modules(self, model: Any) -> list[tuple[str, Any]]:
        return list(model.named_modules())

    def parameters(self, module: Any) -> list[str]:
        return [name for name, _ in module.named_parameters(recurse=False)]

    def state(self, model: Any) -> dict[str, Any]:
        return dict(model.state_dict(keep_vars=True))

    def shape(self, tensor: Any) -> list[int]:
        return list(tensor.shape)

    def assign(self, tensor: Any, array: Array) -> None:
        with torch.no_grad():
            tensor.copy_(torch.from_numpy(np.array(array, copy=True, order="C")))

    def same(self, one: Any, other: Any) -> bool:
        return one is other or (one.data_ptr() == other.data_ptr() and one.shape == other.shape and one.numel() > 0)

    def no_grad(self) -> contextlib.AbstractContextManager[Any]:
        return torch.no_grad()

    def double(self, model: Any) -> Any:
        return copy.deepcopy(model).double()

    @contextlib.contextmanager
    def second_kernel(self, threads: int) -> Iterator[None]:
        before = torch.get_num_threads()
        torch.set_num_threads(threads)
        try:
            with torch.backends.mkldnn.flags(enabled=False):
                yield
        finally:
            torch.set_num_threads(before)
