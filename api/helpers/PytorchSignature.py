class PytorchSignature(type):
    """The type of classes that stand for a class of PyTorch as a value.

    Such a class takes PyTorch's arguments and makes instances of the Paddle class that it derives from.
    """

    def __call__(cls, *args, **kwargs):
        if "make" in vars(cls):
            return cls.make(*args, **kwargs)
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance):
        return isinstance(instance, cls.__base__) if "make" in vars(cls) else super().__instancecheck__(instance)

    def __subclasscheck__(cls, other):
        return issubclass(other, cls.__base__) if "make" in vars(cls) else super().__subclasscheck__(other)

    def __eq__(cls, other):
        return other is cls or ("make" in vars(cls) and other is cls.__base__)

    def __hash__(cls):
        return hash(cls.__base__) if "make" in vars(cls) else super().__hash__()
