"""Exercises and beds are listed and searched by words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from command_line import assert_clear_failure, run
from quietude.cli.lists import rows as layout
from quietude.library import exercise_ids

if TYPE_CHECKING:
    from pathlib import Path


def ids(*arguments: str) -> list[str]:
    listed = run("exercises", *arguments)
    assert listed.returncode == 0, listed.stderr
    return [line.split()[0] for line in listed.stdout.splitlines()]


def test_every_exercise_has_a_line_about_it() -> None:
    listed = run("exercises").stdout.splitlines()
    assert sorted(line.split()[0] for line in listed) == list(exercise_ids())
    assert all(len(line.split("  ")[-1].split()) >= 3 for line in listed)


def test_words_find_exercises_the_best_first() -> None:
    assert ids("hug")[0] == "butterfly-hug"
    assert ids("writing", "letter")
    assert ids("the", "safe", "place")[0] == "safe-place"
    assert len(ids("--length", "7", "safe")) >= 1
    assert "safe-place" in ids("--length", "7m")
    nothing = run("exercises", "hugg")
    assert nothing.stdout == ""
    assert 'Did you mean "hug"?' in nothing.stderr
    assert_clear_failure(run("exercises", "--length", "long"), 2, "not a length of time")


def test_the_list_as_json_and_a_short_list() -> None:
    listed = run("exercises", "--intensity", "light", "--json")
    exercises = json.loads(listed.stdout)["exercises"]
    assert {"id", "title", "about", "for_when", "lengths_min"} <= set(exercises[0])
    assert run("exercises", "--with", "tap", "--length", "59").stdout == ""


def test_a_terminal_cuts_the_line_where_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    table = [("rain", "Steady soft rain, warm, and some distance below it.")]
    assert next(layout.rows(table)).endswith("below it.")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    (line,) = layout.rows(table)
    assert len(line) <= 40
    assert line.endswith("…")
    narrow = [("breathing-for-hard-feelings", "5 min", "Breathing Beside a Feeling")]
    assert list(layout.rows(narrow)) == [
        "breathing-for-hard-feelings  5 min",
        "    Breathing Beside a Feeling",
    ]
    words = layout.wrapped("00:18.8    5.6 s   Each hand rests below the collarbone", 19).split(
        "\n"
    )
    assert all(len(line) < 40 for line in words)
    assert words[1].startswith(" " * 19)


def test_beds_and_voices_list_by_themselves() -> None:
    assert run("beds").stdout == run("beds", "list").stdout
    assert run("beds", "ocean").stdout.split()[0] == "ocean"
    assert "No bed matches" in run("beds", "lava").stderr
    assert "list" in run("beds", "--help").stdout


def test_show_prints_the_page_and_the_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("show", "safe-place").stdout.startswith("A Place to Come Home To\n")
    monkeypatch.setenv("QUIETUDE_REGION", "nz")
    assert "1737" in run("show", "safe-place", "--notes").stdout


def test_the_library_can_be_copied_and_checked(tmp_path: Path) -> None:
    shown = run("show", "safe-place", "--as", "yaml")
    mine = tmp_path / "mine.yaml"
    mine.write_text(shown.stdout, encoding="utf-8")
    checked = run("check", str(mine), "four-questions")
    assert checked.returncode == 0
    assert checked.stdout.count("valid") == 2
