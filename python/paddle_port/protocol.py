"""How a module of this package talks with the program that started it.

The request is a JSON file whose path is the first argument. Answers are JSON lines on stdout: any number of
`{"event": "progress", ...}`, then one `{"event": "result", "value": ...}` or
`{"event": "error", "what": ..., "remedy": ...}`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TextIO

_channel: TextIO | None = None


class ProtocolError(Exception):
    """A failure that is meant for the user: what is wrong and what to do next, one sentence each."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


def read_request(argv: Sequence[str]) -> Any:
    """Return the request, and keep stdout for the protocol from here on.

    What the user's code or a framework prints goes to stderr, where it cannot break the protocol.
    """
    _open_channel()
    with open(argv[1], encoding="utf-8") as file:
        return json.load(file)


def progress(**fields: Any) -> None:
    """Report progress; the fields are the sender's own."""
    _send({"event": "progress", **fields})


def result(value: Any) -> None:
    """Send the result. Everything that it names must be written by now."""
    _send({"event": "result", "value": value})


def fail(what: str, remedy: str) -> NoReturn:
    """End with a message for the user: `what` is wrong, and the `remedy`, one sentence each."""
    raise ProtocolError(what, remedy)


def run(work: Callable[[Any], Any]) -> None:
    """Be the whole main program of a module: read the request, send what `work` returns, explain what it raises."""
    try:
        request = read_request(sys.argv)
        result(work(request))
    except ProtocolError as error:
        _send({"event": "error", "what": error.what, "remedy": error.remedy})
        sys.exit(2)
    except MemoryError:
        _send(
            {
                "event": "error",
                "what": "There is not enough memory.",
                "remedy": "Use a smaller input or model, or a machine with more memory.",
            }
        )
        sys.exit(2)
    except Exception as error:
        traceback.print_exc()
        _send(
            {
                "event": "error",
                "what": describe(error),
                "remedy": "Correct the code at that line, or what it was given to work on.",
            }
        )
        sys.exit(2)


def describe(error: BaseException) -> str:
    """Return the exception in one line, with the file and line where it was raised."""
    message = " ".join(str(error).split())
    text = f"{type(error).__name__}: {message}" if message else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    if frames:
        text += f" ({frames[-1].filename}:{frames[-1].lineno})"
    return text + "."


def _open_channel() -> TextIO:
    global _channel
    if _channel is None:
        sys.stdout.flush()
        # Native code writes to file descriptor 1 without asking Python, so the descriptor itself is turned around.
        _channel = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(2, 1)
        sys.stdout = sys.stderr
    return _channel


def _send(message: dict[str, Any]) -> None:
    channel = _open_channel()
    # NaN and infinity are no JSON: whoever sends them has to spell them out.
    channel.write(json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n")
    channel.flush()
