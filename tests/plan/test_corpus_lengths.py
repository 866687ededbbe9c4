"""The lengths that scripts of strangers can have, over the whole corpus of the importer."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from quietude.errors import DurationError
from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import fit, unstretched
from quietude.plan.request import Request
from quietude.script.importing.importer import import_source, import_text
from quietude.script.parse import script_from_data
from quietude.session.planning import session_plan
from quietude.sound.cues import bell_decay_frames
from quietude.sound.targets import TARGETS
from quietude.speech.engines.registry import engine_row

SCRIPTS = Path(__file__).parents[2] / "scripts"
LEAST, MOST = 0.6, 2.5
SHORT_OF_IT = {("auto-transcript.txt", LEAST)}
"""Speech that takes longer than 0.6 of its own clock."""


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["flite", "hibari", "pyttsx3"])
def test_scripts_last_from_0_6_to_2_5_times_their_length(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    sys.modules.pop("bench_import", None)
    bench = importlib.import_module("bench_import")
    timing, target = engine_row(engine).timing, TARGETS["podcast"]
    missed = set()
    for expected in bench.corpus():
        found, name = bench.source_of(expected), expected.name
        text = "\n".join(expected.lines) + "\n"
        data = (import_source(found, name) if found else import_text(text, name)).data
        script = script_from_data(data, source=name)
        plan = session_plan(script, Request(engine=engine), engine, target)
        decays = bell_decay_frames(plan)
        own = unstretched(plan, estimated_lengths(plan, timing), decays)
        for factor in (LEAST, MOST):
            request = Request(duration_s=max(own.seconds * factor, 5), engine=engine)
            plan = session_plan(script, request, engine, target)
            try:
                fit(plan, estimated_lengths(plan, timing), decays)
            except DurationError:
                missed.add((name, factor))
    assert missed <= SHORT_OF_IT
