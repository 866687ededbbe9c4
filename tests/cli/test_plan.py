"""``plan`` shows a timeline without speaking."""

from __future__ import annotations

import json

from command_line import run
from quietude.cli.plan import _gathered


def test_plan_speaks_nothing_and_shows_everything(script: str) -> None:
    result = run("plan", script, "--duration", "60s", "--set", "name=Ada")
    assert result.returncode == 0
    assert "Welcome, Ada." in result.stdout
    assert "== Coming back" in result.stdout
    timeline = json.loads(run("plan", script, "--duration", "60s", "--json").stdout)
    assert timeline["total_frames"] == 60 * 44_100
    assert timeline["speech"][0]["text"] == "Welcome."


def test_taps_that_follow_each_other_are_one_row() -> None:
    taps = [(frame, 0, "* tap") for frame in (0, 10, 20)]
    words = (25, 5, "Rest.")
    assert _gathered([*taps, words, (40, 0, "* tap")]) == [
        (0, 20, "* tap, 3 times"),
        words,
        (40, 0, "* tap"),
    ]


def test_plan_names_the_details_that_the_voice_cannot_read(script: str) -> None:
    result = run("plan", script, "--set", "name=李", "--engine", "pyttsx3")
    assert result.returncode == 0, result.stderr
    assert "cannot read the letters given for name: the fallback is spoken" in result.stdout
    assert "李" not in result.stdout
