"""The template of the library under a name of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from quietude.care.check import check_care
from quietude.cli.app import app
from quietude.errors import QuietudeError, UsageError
from quietude.library import new_definition
from quietude.plan.request import Request
from quietude.script.parse import parse_script
from quietude.session.planning import outline


def test_a_new_definition_is_valid_and_passes_the_care_checks(tmp_path: Path) -> None:
    script = parse_script(new_definition("rain-walk"))
    assert (script.id, script.title) == ("rain-walk", "Rain Walk")
    assert check_care(script) == []
    for minutes in (5, 10, 20):
        assert outline(script, Request(duration_s=60.0 * minutes)).seconds == 60 * minutes
    path = tmp_path / "mine.yaml"
    made = CliRunner().invoke(app, ["new", "mine", "-o", str(path)])
    assert made.exit_code == 0, made.output
    assert path.read_text(encoding="utf-8") == new_definition("mine")
    again = CliRunner().invoke(app, ["new", "mine", "-o", str(path)])
    assert isinstance(again.exception, QuietudeError)
    assert again.exception.hint == "To replace it: --overwrite"
    with pytest.raises(UsageError):
        new_definition("Not An Id")
