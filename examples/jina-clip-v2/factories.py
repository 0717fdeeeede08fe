"""Builds the models of this example without arguments. `jina_clip` is the reference or the port, whichever folder is
first on Python's path: `reference` or `paddle`."""

from pathlib import Path

FOLDER = Path(__file__).parent


def config(name="config.tiny.json", use_lora=True, image_size=None):
    from jina_clip import JinaCLIPConfig

    values = JinaCLIPConfig.from_json_file(FOLDER / name)
    values.text_config.use_lora = use_lora
    if image_size is not None:
        values.vision_config.image_size = image_size
    return values


def tiny():
    """As the checkpoint has it: adapters beside the weights. Only PyTorch can build it."""
    from jina_clip import JinaCLIPForRetrieval

    return JinaCLIPForRetrieval(config(), dimensions=[64, 128])


def tiny_merged():
    """With the adapters merged into the weights: what Paddle has a counterpart for."""
    from jina_clip import JinaCLIPForRetrieval

    return JinaCLIPForRetrieval(config(use_lora=False), dimensions=[64, 128])


def tiny_large_image():
    """Six patches a side instead of four."""
    from jina_clip import JinaCLIPForRetrieval

    return JinaCLIPForRetrieval(config(image_size=90), dimensions=[64, 128])


def tiny_large_image_merged():
    from jina_clip import JinaCLIPForRetrieval

    return JinaCLIPForRetrieval(config(use_lora=False, image_size=90), dimensions=[64, 128])


def full():
    """The model of the real checkpoint."""
    from jina_clip import JinaCLIPModel

    return JinaCLIPModel(config("config.json"))


def full_merged():
    from jina_clip import JinaCLIPModel

    return JinaCLIPModel(config("config.json", use_lora=False))
