"""``plan`` shows a timeline without speaking."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from command_line import run

if TYPE_CHECKING:
    pass


def test_plan_speaks_nothing_and_shows_everything(script: str) -> None:
    result = run("plan", script, "--duration", "60s", "--set", "name=Ada")
    assert result.returncode == 0
    assert "Welcome, Ada." in result.stdout
    assert "== Coming back" in result.stdout
    timeline = json.loads(run("plan", script, "--duration", "60s", "--json").stdout)
    assert timeline["total_frames"] == 60 * 44_100
    assert timeline["speech"][0]["text"] == "Welcome."


def test_plan_names_the_details_that_the_voice_cannot_read(script: str) -> None:
    result = run("plan", script, "--set", "name=李", "--engine", "pyttsx3")
    assert result.returncode == 0, result.stderr
    assert "cannot read the letters given for name: the fallback is spoken" in result.stdout
    assert "李" not in result.stdout
