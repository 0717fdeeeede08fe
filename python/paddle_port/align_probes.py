"""Tries known causes on a module that diverges: each one alone, in place, undone before the next.

Every probe is a context manager that changes the module while it is open. What a probe restores is the cause.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from .align_backend import Backend
from .align_changes import Probe
from .align_embedding import embedding_probes
from .align_isolated import Reference
from .align_probe_attention import attention_probes
from .align_probe_functions import function_probes
from .align_probe_layout import layout_probes
from .align_probe_rotary import rotary_probes
from .align_probe_weights import weight_probes
from .align_trial import Trial
from .protocol import progress

FAMILIES = (
    weight_probes,
    function_probes,
    attention_probes,
    embedding_probes,
    layout_probes,
    rotary_probes,
)


def probe_all(backend: Backend, model: Any, request: dict[str, Any]) -> list[dict[str, Any]]:
    """Run all probes on the calls that the request names; errors are relative L2 against the reference."""
    reference = Reference(request["reference"])
    recorded = {(call["module"], call["occurrence"]): call for call in reference.manifest["calls"]}
    modules = dict(backend.modules(model))
    answers = []
    for done, wanted in enumerate(request["calls"]):
        # An ONNX reference has no arguments; the request then says how the port takes the values.
        call = wanted.get("call") or recorded[(wanted["reference"], wanted["occurrence"])]
        answer: dict[str, Any] = {"reference": wanted["reference"], "occurrence": wanted["occurrence"]}
        answer |= {"base": None, "tried": []}
        if wanted["module"] in modules:
            call = {**call, "module": wanted["reference"]}
            trial = Trial(backend, modules, wanted["module"], reference, call)
            answer["base"] = trial.error()
            answer["tried"] = [{"hypothesis": text, "error": error} for text, error in try_all(trial)]
        answers.append(answer)
        progress(stage="probe", module=wanted["module"], done=done + 1, total=len(request["calls"]))
    return answers


def try_all(trial: Trial) -> list[tuple[str, float | None]]:
    """Make each change in turn; returns what it means and how far the results are from the reference's then."""
    tried: list[tuple[str, float | None]] = []
    for text, change in _probes(trial):
        with contextlib.suppress(Exception), change:
            tried.append((text, trial.error()))
    return tried


def _probes(trial: Trial) -> Iterator[Probe]:
    for family in FAMILIES:
        probes = family(trial)
        while True:
            # Modules come in all kinds: what one family cannot look at is the next one's business.
            try:
                probe = next(probes, None)
            except Exception:
                break
            if probe is None:
                break
            yield probe
