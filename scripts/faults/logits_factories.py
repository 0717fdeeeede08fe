"""The model with its logits, which the retrieval model of the example does not compute."""

from factories import config


def tiny_logits():
    from jina_clip import JinaCLIPModel

    return JinaCLIPModel(config())


def tiny_logits_merged():
    from jina_clip import JinaCLIPModel

    return JinaCLIPModel(config(use_lora=False))
