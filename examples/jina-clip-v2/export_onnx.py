"""Exports the tiny reference: `python export_onnx.py FOLDER`, in PyTorch's environment with the exporter's packages.

    FOLDER/tiny.onnx          the graph; its weights stay in FOLDER/tiny/model.safetensors
    FOLDER/tiny-large.onnx    the same for larger images

FOLDER is what make_tiny.py wrote. The graph keeps the names of PyTorch's modules and nothing else that the exporter
notes about its origin.
"""

import json
import struct
import sys
import warnings
from pathlib import Path

import torch
from onnx.external_data_helper import set_external_data
from safetensors.torch import load_file

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER / "reference")]

import factories  # noqa: E402

MODULE_NAMES = ("pkg.torch.onnx.name_scopes", "pkg.torch.onnx.class_hierarchy")


def export(model, weights, inputs, target):
    model.load_state_dict(load_file(str(weights)))
    given = load_file(str(inputs))
    arguments = (given["input_ids"], given["pixel_values"])
    with torch.no_grad():
        names = list(model(*arguments))
        program = torch.onnx.export(
            model.eval(),
            arguments,
            input_names=["input_ids", "pixel_values"],
            output_names=names,
            dynamo=True,
            # Modules that the optimiser merges could not be compared.
            optimize=False,
            verbose=False,
        )
    graph = program.model_proto
    leave_weights(graph.graph, weights, target.parent)
    forget_origin(graph)
    target.write_bytes(graph.SerializeToString(deterministic=True))


def leave_weights(graph, weights, folder):
    """Let the graph's weights be read from where they lie in the safetensors file."""
    with open(weights, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
    location = weights.relative_to(folder).as_posix()
    for tensor in graph.initializer:
        entry = header.get(tensor.name)
        if entry is None or list(tensor.dims) != entry["shape"]:
            continue
        start, end = entry["data_offsets"]
        set_external_data(tensor, location, offset=8 + length + start, length=end - start)
        tensor.ClearField("raw_data")


def forget_origin(model):
    for node in model.graph.node:
        names = [entry for entry in node.metadata_props if entry.key in MODULE_NAMES]
        del node.metadata_props[:]
        node.metadata_props.extend(names)
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output):
        del value.metadata_props[:]
    del model.metadata_props[:]
    used = {(node.domain, node.op_type) for node in model.graph.node}
    kept = [function for function in model.functions if (function.domain, function.name) in used]
    del model.functions[:]
    model.functions.extend(kept)


def main(out):
    warnings.filterwarnings("ignore")
    for name, build in [("tiny", factories.tiny), ("tiny-large", factories.tiny_large_image)]:
        inputs = out / f"inputs{name.removeprefix('tiny')}.safetensors"
        export(build(), out / name / "model.safetensors", inputs, out / f"{name}.onnx")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python export_onnx.py FOLDER")
    main(Path(sys.argv[1]).resolve())
