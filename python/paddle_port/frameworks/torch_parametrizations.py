"""What PyTorch's parametrizations compute, found by running them on random values.

A weight of `torch.nn.utils.parametrize` is computed from several stored tensors. Whether it is the original plus a
low-rank product (LoRA), which factor stands left, and by how much the product is scaled cannot be seen from names or
shapes: it is measured.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import torch
from torch.nn.utils import parametrize

# Sizes above this are measured at a smaller one: a vocabulary of 250,000 takes part in the formula like one of 100.
_LARGEST = 96
# Where smaller sizes cannot be called (a product of sizes, say), the full ones are, up to this many elements.
_MOST_ELEMENTS = 2**24
# Relative error at which a candidate counts as what is computed; every draw is in float64.
_CLOSE = 1e-9
# Names of attributes that hold a scaling or what it is made of.
_SCALES = ("scaling", "scale")
_ALPHAS = ("alpha", "lora_alpha")
_RANKS = ("rank", "r", "lora_rank")

_Tensors = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Merge:
    """`original + scale * left @ right`; `evidence` says how the scale is known."""

    left: str
    right: str
    scale: float
    evidence: str


def parametrized_class(cls: type) -> type:
    """Return the class that a module had before `parametrize` put one of its own in its place."""
    while cls.__module__ == parametrize.__name__ and cls.__name__.startswith("Parametrized") and cls.__bases__:
        cls = cls.__bases__[0]
    return cls


def parametrizations(module: Any) -> Iterator[dict[str, Any]]:
    """Yield what is known of each parametrized tensor of a module; names are relative to the module."""
    if not parametrize.is_parametrized(module):
        return
    for tensor, found in module.parametrizations.items():
        if not isinstance(found, parametrize.ParametrizationList):
            continue
        prefix = f"parametrizations.{tensor}."
        stored = dict(found.named_parameters(remove_duplicate=False))
        entry: dict[str, Any] = {
            "tensor": tensor,
            "classes": [f"{type(step).__module__}.{type(step).__qualname__}" for step in found],
            "parts": [prefix + name for name in stored],
        }
        try:
            merge = _measure(found, stored)
        except _Unclear as error:
            entry["unclear"] = str(error)
        else:
            entry["merge"] = {
                "original": f"{prefix}original",
                "left": prefix + merge.left,
                "right": prefix + merge.right,
                "scale": merge.scale,
                "evidence": merge.evidence,
            }
        yield entry


class _Unclear(Exception):
    """Why a parametrization could not be understood."""


def _measure(found: Any, stored: Mapping[str, torch.Tensor]) -> Merge:
    original = stored.get("original")
    others = {name: tensor for name, tensor in stored.items() if name != "original"}
    if original is None or len(others) != 2:
        raise _Unclear(f"it computes the weight from {len(stored)} tensors; an original and two factors are known")
    if original.dim() != 2 or not original.is_floating_point():
        raise _Unclear(f"its original has {original.dim()} dimensions; merging is known for matrices")
    if any(tensor.dim() < 2 or math.prod(tensor.shape[:-2]) != 1 for tensor in others.values()):
        raise _Unclear("its factors are not one matrix each")
    results = [_draw(found, stored, seed, spread) for seed, spread in ((1, 1.0), (2, 30.0))]
    fits = []
    for left, right in (tuple(others), tuple(others)[::-1]):
        scales = [_scale(values, out, left, right) for values, out in results]
        known = [scale for scale in scales if scale is not None]
        if len(known) == len(results) and math.isclose(known[0], known[1], rel_tol=_CLOSE):
            fits.append((left, right, known[0]))
    if len(fits) == 1:
        left, right, scale = fits[0]
        exact, evidence = _exact(scale, list(found))
        return Merge(left, right, exact, evidence)
    if all(_distance(out, values["original"]) <= _CLOSE for values, out in results):
        raise _Unclear("as the factory leaves the model, it returns the original unchanged")
    raise _Unclear("what it computes is not the original plus a multiple of the product of the two factors")


def _draw(found: Any, stored: Mapping[str, torch.Tensor], seed: int, spread: float) -> tuple[_Tensors, torch.Tensor]:
    """Run the parametrization once on random values, at reduced sizes if it lets itself be called with them."""
    sizes = {size for tensor in stored.values() for size in tensor.shape}
    # Sizes that differ stay different, so that no shape fits that did not fit before.
    free = (size for size in range(_LARGEST, 0, -1) if size not in sizes)
    smaller = dict(zip(sorted(size for size in sizes if size > _LARGEST), free, strict=False))
    attempts: list[Callable[[int], int]] = []
    if smaller:
        attempts.append(lambda size: smaller.get(size, size))
    if sum(tensor.numel() for tensor in stored.values()) <= _MOST_ELEMENTS:
        attempts.append(lambda size: size)
    reason = "it is too large to be run in memory"
    for resize in attempts:
        values = _random(stored, resize, seed, spread)
        try:
            return values, _call(found, values, seed)
        except Exception as error:
            reason = f"running it on random values fails: {type(error).__name__}: {error}"
    raise _Unclear(reason)


def _random(stored: Mapping[str, torch.Tensor], resize: Callable[[int], int], seed: int, spread: float) -> _Tensors:
    generator = torch.Generator(device="cpu").manual_seed(seed)

    def values(shape: list[int]) -> torch.Tensor:
        return spread * torch.randn(shape, generator=generator, dtype=torch.float64, device="cpu")

    return {name: values([resize(size) for size in tensor.shape]) for name, tensor in stored.items()}


def _call(found: Any, values: _Tensors, seed: int) -> torch.Tensor:
    """Call a parametrization with these parameters; its buffers are random too, so that one that matters is noticed."""
    generator = torch.Generator(device="cpu").manual_seed(seed + 100)
    buffers = {
        name: 1 + torch.rand(buffer.shape, generator=generator, dtype=torch.float64, device="cpu")
        for name, buffer in found.named_buffers()
        if buffer.is_floating_point() and buffer.is_meta
    }
    with torch.no_grad(), _evaluating(found), torch.device("cpu"):
        out = torch.func.functional_call(found, {**values, **buffers}, ())
    if not isinstance(out, torch.Tensor) or out.is_meta or out.shape != values["original"].shape:
        raise ValueError("it does not return a matrix of the original's shape")
    return out.double()


@contextlib.contextmanager
def _evaluating(module: Any) -> Iterator[None]:
    training = {part: part.training for part in module.modules()}
    module.eval()
    try:
        yield
    finally:
        for part, was in training.items():
            part.training = was


def _scale(values: _Tensors, out: torch.Tensor, left: str, right: str) -> float | None:
    """Return the number by which the product of the factors is multiplied, or None if the result is not such a sum."""
    a, b, original = (values[name] for name in (left, right, "original"))
    a, b = a.reshape(a.shape[-2:]), b.reshape(b.shape[-2:])
    if a.shape[1] != b.shape[0] or (a.shape[0], b.shape[1]) != tuple(original.shape):
        return None
    product = a @ b
    added = out - original
    scale = float((added * product).sum() / (product * product).sum())
    if scale == 0 or _distance(original + scale * product, out) > _CLOSE:
        return None
    return scale


def _distance(found: torch.Tensor, wanted: torch.Tensor) -> float:
    size = float(wanted.norm())
    return float((found - wanted).norm()) / (size if size > 0 else 1.0)


def _exact(measured: float, steps: list[Any]) -> tuple[float, str]:
    """Return the scale as it was meant: what the attributes say where they agree with the measurement."""
    for step in steps:
        plain = {
            name: float(value)
            for name, value in vars(step).items()
            if isinstance(value, (int, float)) and not isinstance(value, bool)
        }
        stated = [(plain[name], name) for name in _SCALES if name in plain]
        stated += [
            (plain[alpha] / plain[rank], f"{alpha} / {rank}")
            for alpha in _ALPHAS
            for rank in _RANKS
            if alpha in plain and plain.get(rank)
        ]
        for value, name in stated:
            if math.isclose(value, measured, rel_tol=_CLOSE):
                return value, f"measured, and equal to its {name}"
    fraction = Fraction(measured).limit_denominator(1024)
    if fraction and math.isclose(float(fraction), measured, rel_tol=_CLOSE):
        return float(fraction), f"measured as {fraction}"
    raise _Unclear(
        f"the product is scaled by {measured!r}, which is neither a simple fraction nor one of its attributes"
    )
