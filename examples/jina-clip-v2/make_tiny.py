"""Writes what the tiny configuration runs on: `python make_tiny.py OUT_FOLDER`. numpy and safetensors are enough.

    OUT_FOLDER/tiny           model.safetensors and config.json: the reference's keys, adapters unmerged
    OUT_FOLDER/tiny-large     the same for larger images; only the position embedding differs
    OUT_FOLDER/inputs*.safetensors

All values come from fixed seeds, and are evenly distributed: a generator's integers and products of them are the same
bytes everywhere, which logarithms need not be. Nothing is left at zero or one, so that what is not used or is mixed up
shows.
"""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

FOLDER = Path(__file__).resolve().parent
PADDING = 1


def even(shape, random):
    """Evenly distributed values of mean 0 and variance 1."""
    return (random.random_sample(shape) - 0.5) * 12**0.5


def shapes_in(name):
    """Names and shapes of the reference's tensors, as PyTorch's model has them: recordings/trees/NAME.json."""
    tree = json.loads((FOLDER / "recordings" / "trees" / f"{name}.json").read_text(encoding="utf-8"))
    stored = tree["parameters"] + [buffer for buffer in tree["buffers"] if buffer["persistent"]]
    return {entry["name"]: tuple(entry["shape"]) for entry in stored}


def values_for(name, shape, random):
    noise = even(shape, random)
    if name == "logit_scale":
        return np.full(shape, 2.6592)
    if name.endswith(("norm1.weight", "norm2.weight", "norm.weight", "_ln.weight")):
        return 1 + 0.1 * noise
    if len(shape) < 2:
        return 0.1 * noise
    if "lora_" in name:
        return 0.3 * noise
    if "embed" in name or "cls_token" in name:
        return 0.5 * noise
    return noise * 1.5 / np.prod(shape[1:]) ** 0.5


def state_of(shapes, seed):
    random = np.random.RandomState(seed)
    # Drawn last: its size depends on the image's, and nothing else shall.
    names = sorted(shapes, key=lambda name: name == "vision_model.pos_embed")
    return {name: np.asarray(values_for(name, shapes[name], random), dtype=np.float32) for name in names}


def inputs(image_size, seed):
    """Three texts of different lengths, padded as a tokenizer does, and two images."""
    random = np.random.RandomState(seed)
    lengths = [9, 6, 3]
    input_ids = np.full((len(lengths), max(lengths)), PADDING, dtype=np.int64)
    for row, length in enumerate(lengths):
        input_ids[row, :length] = [0, *random.randint(4, 512, length - 2), 2]
    return {
        "input_ids": input_ids,
        "attention_mask": (input_ids != PADDING).astype(np.int64),
        "pixel_values": even((2, 3, image_size, image_size), random).astype(np.float32),
    }


def main(out):
    for name, image_size in [("tiny", 60), ("tiny-large", 90)]:
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        state = state_of(shapes_in(name), seed=20241121)
        save_file(state, str(folder / "model.safetensors"), {"format": "pt"})
        settings = json.loads((FOLDER / "config.tiny.json").read_text(encoding="utf-8"))
        settings["vision_config"]["image_size"] = image_size
        (folder / "config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
        save_file(inputs(image_size, seed=7), str(out / f"inputs{name.removeprefix('tiny')}.safetensors"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python make_tiny.py OUT_FOLDER")
    main(Path(sys.argv[1]))
