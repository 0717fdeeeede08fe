"""Inputs of proof programs and their encoding, without a framework."""

from __future__ import annotations

import json

import numpy as np

from paddle_port.prove_values import encode, make_array, parameter_array


def spec(dtype, shape, below=None, positive=False):
    return {"dtype": dtype, "shape": shape, "below": below, "positive": positive}


def test_inputs_depend_on_name_and_shape_only():
    assert np.array_equal(make_array("x", spec("f32", [2, 3])), make_array("x", spec("f32", [2, 3])))
    assert not np.array_equal(make_array("x", spec("f32", [2, 3])), make_array("y", spec("f32", [2, 3])))
    assert np.allclose(make_array("x", spec("f64", [4])), make_array("x", spec("f32", [4])))


def test_inputs_keep_to_their_bounds():
    below = make_array("i", spec("i64", [1000], below=3))
    assert below.dtype == np.int64
    assert set(below.tolist()) == {0, 1, 2}
    assert (make_array("x", spec("f32", [1000], positive=True)) > 0).all()
    assert make_array("m", spec("bool", [4])).dtype == np.bool_
    assert make_array("s", spec("f32", [])).shape == ()


def test_parameters_have_the_same_numbers_flat_or_not():
    assert np.array_equal(parameter_array("w", (12,)), parameter_array("w", (3, 4)).ravel())


def test_values_become_json():
    value = (1, [2.5, float("-inf")], {"a": None}, np.array([1, 2]), iter([True]), 1 + 0)
    encoded = encode(value, lambda _: None)
    assert json.loads(json.dumps(encoded)) == {
        "kind": "tuple",
        "items": [
            {"kind": "int", "value": 1},
            {"kind": "list", "items": [{"kind": "float", "value": 2.5}, {"kind": "float", "value": "-inf"}]},
            {"kind": "dict", "items": [["a", None]]},
            {"kind": "array", "dtype": "int64", "shape": [2], "data": [1, 2]},
            {"kind": "iterator", "items": [True]},
            {"kind": "int", "value": 1},
        ],
    }


def test_a_subclass_of_int_counts_as_int():
    class Size(int):
        """Like the number of elements that Paddle 3.3 returns."""

    assert encode(Size(3), lambda _: None) == {"kind": "int", "value": 3}
