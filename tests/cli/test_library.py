"""The library is listed, shown and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from command_line import run
from quietude.library import exercise_ids

if TYPE_CHECKING:
    pass


def test_the_library_can_be_listed_shown_and_checked(tmp_path: Path) -> None:
    listed = run("exercises")
    assert {line.split()[0] for line in listed.stdout.splitlines()} == set(exercise_ids())
    shown = run("show", "safe-place", "--as", "yaml")
    mine = tmp_path / "mine.yaml"
    mine.write_text(shown.stdout, encoding="utf-8")
    checked = run("check", str(mine), "four-questions")
    assert checked.returncode == 0
    assert checked.stdout.count("valid") == 2
