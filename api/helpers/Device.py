import paddle


class Device(str):
    """The name of a device, "cpu" or "gpu:0": Paddle takes it as text, and it has what a PyTorch device has."""

    def __new__(cls, kind: str, index: int | None = None) -> "Device":
        name = str.__str__(kind).replace("cuda", "gpu")
        return super().__new__(cls, name if index is None else f"{name}:{index}")

    @classmethod
    def of(cls, x: paddle.Tensor) -> "Device":
        """The device that holds a tensor; names compare, Paddle's places do not before 3.3."""
        return cls("gpu", x.place.gpu_device_id()) if x.place.is_gpu_place() else cls("cpu")

    @property
    def type(self) -> str:
        """The kind of device in PyTorch's words."""
        return "cuda" if self.startswith("gpu") else str.__str__(self).partition(":")[0]

    @property
    def index(self) -> int | None:
        """Which of the devices of its kind; none where the name leaves it open."""
        number = str.__str__(self).partition(":")[2]
        return int(number) if number else None

    def __str__(self) -> str:
        return str.__str__(self).replace("gpu", "cuda")

    def __repr__(self) -> str:
        number = "" if self.index is None else f", index={self.index}"
        return f"device(type={self.type!r}{number})"

    def __format__(self, how: str) -> str:
        return format(str(self), how)
