"""A programme is rendered a day at a time, or whole; a second run makes what is missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from command_line import TONE, assert_clear_failure, run
from examples import BRIEF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROGRAMME = """\
id: two
title: Two Days
about: Two small ones.
cadence: As you like.
entries:
  - {exercise: small.yaml, minutes: 1, day: 1}
  - {exercise: small.yaml, minutes: 1, day: 2, id: again, title: Once More}
"""


@pytest.fixture
def programme(write: Callable[[str, str], Path]) -> str:
    write("small.yaml", BRIEF.replace("id: brief", "id: small"))
    return str(write("two.yaml", PROGRAMME))


def test_one_day_and_then_the_others(programme: str, tmp_path: Path) -> None:
    one = run("render", programme, "--day", "2", *TONE, "--format", "wav", cwd=tmp_path)
    assert one.returncode == 0, one.stderr
    assert "Two Days: 1 session, 1 minute" in one.stderr
    whole = run("render", programme, *TONE, "--format", "wav", cwd=tmp_path)
    assert "2 sessions, 2 minutes, 1 of them there already" in whole.stderr
    names = sorted(path.name for path in (tmp_path / "two").glob("*.wav"))
    assert names == ["1-small.wav", "2-again.wav"]
    receipt = json.loads((tmp_path / "two" / "2-again.receipt.json").read_text(encoding="utf-8"))
    assert receipt["sound"]["duration_s"] == 60.0


def test_a_day_that_is_not_there_and_a_day_of_no_programme(programme: str, script: str) -> None:
    assert_clear_failure(run("render", programme, "--day", "3"), 2, "Its days: 1, 2.")
    assert_clear_failure(run("render", "first-week", "--day", "safe-plac"), 2, '"safe-place"')
    assert_clear_failure(run("render", script, "--day", "1"), 2, "--day is for a programme")
    assert_clear_failure(run("render", programme, "-o", "a.mp3"), 2, "into a folder")
    assert_clear_failure(run("render", programme, "--plot", "a.png"), 2, "is for one session")
