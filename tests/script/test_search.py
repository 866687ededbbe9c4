from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quietude.care.check import check_care
from quietude.cli.app import app
from quietude.errors import QuietudeError, UsageError
from quietude.library import exercise_ids, new_definition
from quietude.script.print_view import as_page
from quietude.script.reader import parse_script, read_script
from quietude.script.search import ExerciseQuery, find, kinds_in


def test_everything_is_listed_the_lightest_first() -> None:
    found = find(ExerciseQuery())
    assert sorted(it.id for it in found) == list(exercise_ids())
    weights = [["light", "medium", "high"].index(it.intensity) for it in found]
    assert weights == sorted(weights)


def test_filters_narrow_it() -> None:
    assert {it.intensity for it in find(ExerciseQuery(intensity="light"))} == {"light"}
    tapping = find(ExerciseQuery(step="tap"))
    assert "butterfly-hug" in [it.id for it in tapping]
    assert all("tap" in kinds_in(it.id) for it in tapping)
    assert len(tapping) < len(exercise_ids())
    for minutes in (5, 20):
        assert all(
            minutes in (it.lengths_min or [minutes]) for it in find(ExerciseQuery(minutes=minutes))
        )
    for it in find(ExerciseQuery(need="sad")):
        assert "sad" in it.for_when


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"need": "slep"}, 'Did you mean "sleep"'),
        ({"intensity": "huge"}, "no intensity"),
        ({"step": "tapp"}, "no kind of step"),
    ],
)
def test_what_there_is_not(wanted: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        ExerciseQuery(**wanted)  # type: ignore[arg-type]


def test_the_list_as_json_and_none() -> None:
    listed = CliRunner().invoke(app, ["exercises", "--intensity", "light", "--json"])
    exercises = json.loads(listed.stdout)["exercises"]
    assert {"id", "title", "about", "for_when", "lengths_min"} <= set(exercises[0])
    none = CliRunner().invoke(
        app, ["exercises", "--with", "tap", "--with", "journal", "--length", "59"]
    )
    assert none.exit_code == 0


def test_a_page_has_every_word_and_the_silences() -> None:
    text = """\
id: x
title: A Title
about: What it is.
lengths: [5, 10]
slots: {name: {ask: "Your name?", default: ""}}
sections:
  - title: Arriving
    role: arrive
    steps:
      - Welcome{{ ", " + name if name }}.
      - ask: What do you notice?
        reflect: 5-9s
        optional: 3
      - choose: [One., Two., Three.]
      - {breathe: {in: 4, out: 6, cycles: 3}}
"""
    page = as_page(parse_script(text))
    for words in (
        "A Title\nx, medium, 5 or 10 minutes", "What it is.", "## Arriving (arrive)",
        "Welcome, ‹name›.", "[3] What do you notice?", "… 5-9s for an answer",
        "One.\n        (2 other wordings)", "… 3 breaths: in 4, out 6",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("exercise", exercise_ids())
def test_every_exercise_reads_as_a_page(exercise: str) -> None:
    page = as_page(read_script(exercise))
    assert "{{" not in page
    assert max(map(len, page.splitlines())) <= 100


def test_a_new_definition_is_valid_and_kind(tmp_path: Path) -> None:
    it = parse_script(new_definition("rain-walk"))
    assert (it.id, it.title) == ("rain-walk", "Rain Walk")
    assert check_care(it) == []
    path = tmp_path / "mine.yaml"
    made = CliRunner().invoke(app, ["new", "mine", "-o", str(path)])
    assert made.exit_code == 0, made.output
    assert path.read_text(encoding="utf-8") == new_definition("mine")
    again = CliRunner().invoke(app, ["new", "mine", "-o", str(path)])
    assert isinstance(again.exception, QuietudeError)
    assert again.exception.hint == "To replace it: --overwrite"
    with pytest.raises(UsageError):
        new_definition("Not An Id")


def test_show_prints_the_page_and_the_notes() -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["show", "safe-place"]).stdout.startswith("A Place to Come Home To\n")
    notes = runner.invoke(app, ["show", "safe-place", "--notes"], env={"QUIETUDE_REGION": "nz"})
    assert "1737" in notes.stdout
