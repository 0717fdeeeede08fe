import math
from typing import Any

import paddle


def torch_text(value: Any, field: bool = False) -> str:
    """The text of a tensor, a shape or a dtype as PyTorch writes it; of anything else Python's own.

    In a `field` of a text a tensor without dimensions is its number. What recorded a gradient is called `PaddleNode`.
    """
    if isinstance(value, paddle.dtype):
        return str(value).replace("paddle.", "torch.")
    if not isinstance(value, paddle.Tensor):
        return f"torch.Size({list(value)})" if isinstance(value, (tuple, list)) else str(value)
    if field and not value.shape:
        return str(value.item())
    floating, count, shape = value.is_floating_point(), int(value.size), list(value.shape)
    values = value.detach().astype("float64") if floating else value.detach()
    items = values.tolist()
    edge, line_length = 3, 80
    short = count > 1000

    def shown(item: Any, depth: int) -> list:
        """The numbers that are written, in order: of a big tensor the first and last three along each axis."""
        if depth == len(shape):
            return [item]
        parts = item[:edge] + item[-edge:] if short and len(item) > 2 * edge else item
        return [number for part in parts for number in shown(part, depth + 1)]

    numbers = [float(number) if floating else number for number in shown(items, 0)] if count else []
    sizes = [abs(number) for number in numbers if floating and math.isfinite(number) and number != 0]
    whole = all(size == math.floor(size) for size in sizes)
    small, big = min(sizes, default=1.0), max(sizes, default=1.0)
    scientific = bool(sizes) and (big / small > 1000.0 or big > 1.0e8 or small < 1.0e-4)

    def plain(number: Any) -> str:
        if not floating:
            return str(number)
        if scientific:
            return f"{number:.4e}"
        if whole:
            return f"{number:.0f}" + ("." if math.isfinite(number) else "")
        return f"{number:.4f}"

    counted = [number for number in numbers if not floating or (math.isfinite(number) and number != 0)]
    width = max([1, *(len(plain(number)) for number in counted)])

    def written(item: Any, depth: int, indent: int) -> str:
        if depth == len(shape):
            return plain(item).rjust(width)
        cut = short and len(item) > 2 * edge
        if depth == len(shape) - 1:
            parts = [plain(number).rjust(width) for number in (item[:edge] if cut else item)]
            if cut:
                parts += [" ...", *(plain(number).rjust(width) for number in item[-edge:])]
            each = max(1, (line_length - indent) // (width + 2))
            lines = [", ".join(parts[start : start + each]) for start in range(0, len(parts), each)]
            return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"
        parts = [written(part, depth + 1, indent + 1) for part in (item[:edge] if cut else item)]
        if cut:
            parts += ["...", *(written(part, depth + 1, indent + 1) for part in item[-edge:])]
        return "[" + ("," + "\n" * (len(shape) - depth - 1) + " " * (indent + 1)).join(parts) + "]"

    text = "tensor(" + (written(items, 0, 7) if count else "[]")
    notes = [f"device='cuda:{value.place.gpu_device_id()}'"] if value.place.is_gpu_place() else []
    if count == 0 and len(shape) != 1:
        notes.append(f"size={tuple(shape)}")
    usual = [paddle.get_default_dtype()] if count == 0 else [paddle.get_default_dtype(), "int64", "bool"]
    name = str(value.dtype).removeprefix("paddle.")
    if name not in usual:
        notes.append(f"dtype=torch.{name}")
    if not value.stop_gradient:
        notes.append("requires_grad=True" if value.is_leaf else "grad_fn=<PaddleNode>")
    length = len(text) - text.rfind("\n") + 1
    for note in notes:
        apart = length + len(note) + 2 > line_length
        text += (",\n" + " " * 7 if apart else ", ") + note
        length = 7 + len(note) if apart else length + len(note) + 2
    kind = "Parameter containing:\n" if isinstance(value, paddle.base.framework.EagerParamBase) else ""
    return kind + text + ")"
