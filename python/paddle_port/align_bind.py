"""Finds the arguments of a module among the values that enter it in an ONNX graph.

The graph knows values by their names and not as arguments. What the port itself hands to the module has slots, shapes
and dtypes: where these leave no choice, the argument is known; else the module is not run alone.
"""

from __future__ import annotations

from typing import Any

from .align_slots import CannotRestore
from .align_trace import Call


def bind(entering: dict[str, Any], live: list[Call]) -> dict[str, Any]:
    """Return the call with the port's slots in place of the graph's names. Raises CannotRestore."""
    if "isolation" in entering:
        raise CannotRestore(entering["isolation"])
    if len(live) != 1:
        raise CannotRestore(f"the port calls it {len(live)} times, and the ONNX graph does not tell the calls apart")
    own = live[0]
    inputs = []
    for part in own.inputs:
        kind = (part["shape"], part["dtype"])
        # Equal tensors share a key: one value that is handed over twice, as query and key, is one value.
        rivals = {other["key"] for other in own.inputs if (other["shape"], other["dtype"]) == kind}
        fitting = [value for value in entering["inputs"] if (value["shape"], value["dtype"]) == kind]
        if len(fitting) != 1 or len(rivals) != 1:
            what = f"{len(fitting)} values of its shape {part['shape']} enter the module in the ONNX graph"
            raise CannotRestore(f"which value is argument {part['slot']} is not known: {what}")
        inputs.append({**fitting[0], "slot": part["slot"]})
    return {**entering, "inputs": inputs, "otherInputs": own.others}
