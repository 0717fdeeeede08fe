import re


def torch_class_name(value) -> str:
    """The name of a layer's class as PyTorch has it; of any other value its own."""
    own = {"Layer": "Module", "LayerList": "ModuleList", "LayerDict": "ModuleDict", "Silu": "SiLU"}
    own |= {"EagerParamBase": "Parameter", "ClassLoss": "CrossEntropyLoss", "EmbeddingWithPadding": "Embedding"}
    name, module = type(value).__name__, type(value).__module__
    if not module.startswith("paddle.") and module != torch_class_name.__module__:
        return name
    name = re.sub(r"^(Torch|Mutating)(?=[A-Z])", "", own.get(name, name))
    return re.sub(r"(\d)D$", r"\1d", re.sub(r"^Conv(\dD)Transpose$", r"ConvTranspose\1", name))
