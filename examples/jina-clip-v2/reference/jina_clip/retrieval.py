"""Text-image retrieval at several sizes of the embedding."""

from typing import Dict, List, Optional

import torch

from .configuration import JinaCLIPConfig
from .model import JinaCLIPModel, truncate


class JinaCLIPForRetrieval(JinaCLIPModel):
    """Compares every text with every image, once for each size of the embedding."""

    def __init__(self, config: JinaCLIPConfig, dimensions: Optional[List[int]] = None):
        super().__init__(config)
        self.dimensions = config.matryoshka_dimensions if dimensions is None else dimensions
        for dim in self.dimensions:
            if dim > config.projection_dim:
                raise ValueError(f"An embedding of {config.projection_dim} numbers cannot be cut to {dim}.")

    def forward(self, input_ids: torch.Tensor, pixel_values: torch.Tensor) -> Dict[str, torch.Tensor]:
        text_features = self.text_model(input_ids)
        image_features = self.vision_model(pixel_values)
        outputs = {"text_features": text_features, "image_features": image_features}
        for dim in self.dimensions:
            text_embeds = truncate(text_features, dim)
            image_embeds = truncate(image_features, dim)
            outputs[f"text_embeds_{dim}"] = text_embeds
            outputs[f"image_embeds_{dim}"] = image_embeds
            outputs[f"similarity_{dim}"] = torch.matmul(text_embeds, image_embeds.t())
        return outputs
