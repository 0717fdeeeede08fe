"""The protocol is tested from outside, as the program that starts a module sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).resolve().parents[1]


def run_module(folder: Path, body: str, request: Any = None) -> tuple[list[dict[str, Any]], str, int]:
    """Run `body`, the text of a function work(request), and return its messages, stderr and exit code."""
    module = folder / "module.py"
    module.write_text(
        "from paddle_port import protocol\n"
        "import os, sys\n"
        f"def work(request):\n    {body}\n"
        "protocol.run(work)\n",
        encoding="utf-8",
    )
    file = folder / "request.json"
    file.write_text(json.dumps(request), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-X", "utf8", str(module), str(file)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return [json.loads(line) for line in ended.stdout.splitlines()], ended.stderr, ended.returncode


def test_result_and_progress(tmp_path: Path) -> None:
    body = "protocol.progress(done=1, of=2); return {'got': request, 'text': '中文\\n'}"
    messages, _, code = run_module(tmp_path, body, {"a": [1, None]})
    assert messages == [
        {"event": "progress", "done": 1, "of": 2},
        {"event": "result", "value": {"got": {"a": [1, None]}, "text": "中文\n"}},
    ]
    assert code == 0


@pytest.mark.parametrize(
    "noise",
    [
        "print('noise')",
        "sys.stdout.write('{\"event\":\"result\"}\\n')",
        "os.write(1, b'native noise\\n')",
        "os.system('echo noise of a child')",
    ],
)
def test_what_the_users_code_prints_cannot_break_the_protocol(tmp_path: Path, noise: str) -> None:
    messages, stderr, _ = run_module(tmp_path, f"{noise}; return 7")
    assert messages == [{"event": "result", "value": 7}]
    assert "noise" in stderr or "event" in stderr


def test_failure_meant_for_the_user(tmp_path: Path) -> None:
    messages, stderr, code = run_module(tmp_path, "protocol.fail('No class X.', 'Name another.')")
    assert messages == [{"event": "error", "what": "No class X.", "remedy": "Name another."}]
    assert stderr == ""
    assert code == 2


def test_any_other_exception_names_its_line_and_keeps_the_traceback(tmp_path: Path) -> None:
    messages, stderr, code = run_module(tmp_path, "raise ValueError('two\\nlines')")
    (message,) = messages
    assert message["event"] == "error"
    assert message["what"].startswith("ValueError: two lines (")
    assert message["what"].endswith("module.py:4).")
    assert "Traceback" in stderr
    assert code == 2


def test_numbers_that_are_no_json_are_refused(tmp_path: Path) -> None:
    messages, _, _ = run_module(tmp_path, "return float('nan')")
    assert [message["event"] for message in messages] == ["error"]
