"""Jina-CLIP-v2: a text tower and a vision tower that share one embedding space."""

from .configuration import JinaCLIPConfig, TextConfig, VisionConfig
from .model import JinaCLIPModel, JinaCLIPOutput
from .retrieval import JinaCLIPForRetrieval
from .text import TextModel
from .vision import VisionModel

__all__ = [
    "JinaCLIPConfig",
    "JinaCLIPForRetrieval",
    "JinaCLIPModel",
    "JinaCLIPOutput",
    "TextConfig",
    "TextModel",
    "VisionConfig",
    "VisionModel",
]
