"""Writes what the tiny configuration runs on: `python make_tiny.py OUT_FOLDER`, in PyTorch's environment.

    OUT_FOLDER/tiny           model.safetensors and config.json: the reference's keys, adapters unmerged
    OUT_FOLDER/tiny-large     the same for larger images; only the position embedding differs
    OUT_FOLDER/inputs*.safetensors

All values come from fixed seeds. Nothing is left at zero or one, so that what is not used or is mixed up shows.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER / "reference")]

import factories  # noqa: E402

PADDING = 1


def values_for(name, shape, generator):
    noise = torch.randn(shape, generator=generator)
    if name == "logit_scale":
        return torch.tensor(2.6592)
    if name.endswith(("norm1.weight", "norm2.weight", "norm.weight", "_ln.weight")):
        return 1 + 0.1 * noise
    if len(shape) < 2:
        return 0.1 * noise
    if "lora_" in name:
        return 0.3 * noise
    if "embed" in name or "cls_token" in name:
        return 0.5 * noise
    return noise * 1.5 / shape[1:].numel() ** 0.5


def state_of(model, seed):
    generator = torch.Generator().manual_seed(seed)
    state = {}
    for name, tensor in model.state_dict().items():
        # Drawn last below: its size depends on the image's, and nothing else shall.
        if name != "vision_model.pos_embed":
            state[name] = values_for(name, tensor.shape, generator).contiguous()
    state["vision_model.pos_embed"] = values_for(
        "vision_model.pos_embed", model.vision_model.pos_embed.shape, generator
    )
    return state


def inputs(image_size, seed):
    """Three texts of different lengths, padded as a tokenizer does, and two images."""
    generator = torch.Generator().manual_seed(seed)
    lengths = [9, 6, 3]
    input_ids = torch.full((len(lengths), max(lengths)), PADDING)
    for row, length in enumerate(lengths):
        words = torch.randint(4, 512, (length - 2,), generator=generator)
        input_ids[row, :length] = torch.cat((torch.tensor([0]), words, torch.tensor([2])))
    return {
        "input_ids": input_ids,
        "attention_mask": (input_ids != PADDING).long(),
        "pixel_values": torch.randn(2, 3, image_size, image_size, generator=generator),
    }


def main(out):
    for name, build, image_size in [
        ("tiny", factories.tiny, 60),
        ("tiny-large", factories.tiny_large_image, 90),
    ]:
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        save_file(state_of(build(), seed=20241121), str(folder / "model.safetensors"), {"format": "pt"})
        settings = json.loads((FOLDER / "config.tiny.json").read_text(encoding="utf-8"))
        settings["vision_config"]["image_size"] = image_size
        (folder / "config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
        save_file(inputs(image_size, seed=7), str(out / f"inputs{name.removeprefix('tiny')}.safetensors"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python make_tiny.py OUT_FOLDER")
    main(Path(sys.argv[1]))
