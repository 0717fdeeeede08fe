"""How the factory is found, and what is said when it cannot be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paddle_port.protocol import ProtocolError
from paddle_port.record_factory import call_factory, check_request, load_factory


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    path, modules = list(sys.path), set(sys.modules)
    yield tmp_path
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        del sys.modules[name]


def test_dotted_attribute_in_a_namespace_package(folder: Path) -> None:
    (folder / "spaced").mkdir()
    (folder / "spaced" / "made.py").write_text("class Outer:\n    class Inner:\n        pass\n")
    factory = load_factory("spaced.made:Outer.Inner", [str(folder)])
    assert type(factory()).__qualname__ == "Outer.Inner"


def test_first_folder_wins(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / name / "which_model.py").write_text(f"def build():\n    return {name!r}\n")
    assert load_factory("which_model:build", [str(folder / "two"), str(folder / "one")])() == "two"


@pytest.mark.parametrize(
    ("source", "model", "message"),
    [
        ("", "absent_model:build", r'There is no module "absent_model" \(looked in: .*'),
        ("", "given_model:build", r'"given_model" \(.*given_model\.py\) has no "build"'),
        ("build = 3", "given_model:build", "is of type int and cannot be called"),
        ("import absent_library", "given_model:build", r'no module "absent_library".*given_model\.py:1'),
        ("def build(:", "given_model:build", r'Importing "given_model" failed \(.*given_model\.py:1\): SyntaxError'),
        ("x = 1\n1 / 0", "given_model:build", r"ZeroDivisionError: division by zero \(.*given_model\.py:2\)"),
    ],
)
def test_what_cannot_be_imported(folder: Path, source: str, model: str, message: str) -> None:
    (folder / "given_model.py").write_text(source)
    with pytest.raises(ProtocolError, match=message):
        load_factory(model, [str(folder)])


@pytest.mark.parametrize("model", ["", "module", "module:", ":build"])
def test_what_names_no_factory(model: str) -> None:
    with pytest.raises(ProtocolError, match="does not name a factory"):
        check_request(model, [])


def test_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(ProtocolError, match=r"no/such.*--path does not exist"):
        check_request("m:f", [str(tmp_path), "no/such"])


def test_failure_names_the_users_line_and_not_the_librarys(folder: Path) -> None:
    (folder / "failing_model.py").write_text("import json\n\ndef build():\n    return json.loads('{')\n")
    factory = load_factory("failing_model:build", [str(folder)])
    with pytest.raises(ProtocolError) as caught:
        call_factory("failing_model:build", factory)
    assert "JSONDecodeError" in caught.value.what
    assert f"({folder / 'failing_model.py'}:4)" in caught.value.what
    assert "\n" not in caught.value.what


def test_missing_arguments_are_explained() -> None:
    def build(width: int) -> int:
        return width

    with pytest.raises(ProtocolError, match="called without arguments"):
        call_factory("m:build", build)  # type: ignore[arg-type]
