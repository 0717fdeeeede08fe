"""What an interpreter says about its frameworks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from paddle_port.probe import probe


@pytest.mark.torch
def test_torch() -> None:
    import torch

    state = probe({"framework": "torch"})
    assert state["status"] == "ready"
    assert state["version"] == torch.__version__
    assert len(state["gpus"]) == torch.cuda.device_count()
    assert "paddle" not in sys.modules


@pytest.mark.paddle
def test_paddle() -> None:
    import paddle

    state = probe({"framework": "paddle"})
    assert state["status"] == "ready"
    assert state["version"] == paddle.__version__
    assert (state["gpuNote"] is None) == (len(state["gpus"]) > 0)
    assert "torch" not in sys.modules


def test_absent() -> None:
    assert probe({"framework": "paddle"}) == {"status": "absent"}


def test_a_framework_that_does_not_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torch.py").write_text("raise OSError('libtorch.so: cannot open')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    state = probe({"framework": "torch"})
    assert state["status"] == "broken"
    assert state["error"].startswith("OSError: libtorch.so: cannot open (")
    assert state["error"].endswith("torch.py:1).")
