"""A plan made before any phrase is spoken agrees with the session that is made of it."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from quietude.errors import QuietudeError

SCRIPTS = Path(__file__).parents[2] / "scripts"
MOST_S = 2.0
"""The most that a plan may differ, in seconds for each minute."""


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["flite", "pyttsx3"])
def test_a_plan_and_its_session_agree_to_two_seconds_a_minute(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    sys.modules.pop("bench_import", None)
    bench = importlib.import_module("bench_estimate")
    try:
        found = bench.agreements(engine, 6)
    except QuietudeError as error:
        pytest.skip(str(error))
    assert len(found) == 6
    for one in found:
        assert max(abs(one.whole), one.place, one.longer) < MOST_S, one
