"""The command that lists and checks programmes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from examples import exercise, programme
from quietude.cli.app import app
from quietude.script.browse.programme import programme_ids

if TYPE_CHECKING:
    from collections.abc import Callable


def test_programmes_are_listed_and_printed(write: Callable[[str, str], Path]) -> None:
    listed = CliRunner().invoke(app, ["programmes"])
    assert all(programme_id in listed.stdout for programme_id in programme_ids())
    printed = CliRunner().invoke(app, ["programmes", "first-week"])
    assert "A First Week" in printed.stdout
    assert "day 1" in printed.stdout
    write("deep.yaml", exercise("deep", "high"))
    path = write("p.yaml", programme("exercise: deep.yaml, minutes: 5"))
    warned = CliRunner().invoke(app, ["programmes", str(path)])
    assert "warn T30: deep: " in warned.stderr
    data = json.loads(CliRunner().invoke(app, ["programmes", str(path), "--json"]).stdout)
    assert data["entries"][0]["minutes"] == 5
    assert data["findings"]
    everything = json.loads(CliRunner().invoke(app, ["programmes", "--json"]).stdout)
    assert [listed["id"] for listed in everything["programmes"]] == list(programme_ids())
