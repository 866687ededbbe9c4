"""The commands that list and show the library."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from quietude.cli.app import app


def test_the_list_as_json_and_an_empty_list() -> None:
    listed = CliRunner().invoke(app, ["exercises", "--intensity", "light", "--json"])
    exercises = json.loads(listed.stdout)["exercises"]
    assert {"id", "title", "about", "for_when", "lengths_min"} <= set(exercises[0])
    none = CliRunner().invoke(
        app, ["exercises", "--with", "tap", "--with", "journal", "--length", "59"]
    )
    assert none.exit_code == 0


def test_show_prints_the_page_and_the_notes() -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["show", "safe-place"]).stdout.startswith("A Place to Come Home To\n")
    notes = runner.invoke(app, ["show", "safe-place", "--notes"], env={"QUIETUDE_REGION": "nz"})
    assert "1737" in notes.stdout
