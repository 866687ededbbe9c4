"""Programmes: their entries, and errors with lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from examples import PROGRAMME_HEAD, exercise, programme
from quietude.errors import ScriptError
from quietude.script.browse.programme import parse_programme, read_programme

if TYPE_CHECKING:
    from collections.abc import Callable


def test_an_entry_goes_by_the_exercise() -> None:
    entry = parse_programme(programme("exercise: safe-place, minutes: 5")).entries[0]
    assert (entry.id, entry.title, entry.seed, entry.day, entry.pinned) == (
        "safe-place", "A Place to Come Home To", 0, None, False,
    )  # fmt: skip


def test_a_repeated_entry_has_its_own_days_seeds_and_names() -> None:
    text = programme(
        'exercise: safe-place, minutes: 5, times: 12, every: 7, day: 3, seed: 4, title: "Week {number}"'
    )
    entries = parse_programme(text).entries
    assert [entry.id for entry in entries][::11] == ["safe-place-01", "safe-place-12"]
    assert [entry.day for entry in entries] == list(range(3, 87, 7))
    assert [entry.seed for entry in entries] == list(range(4, 16))
    assert entries[11].title == "Week 12"


def test_own_definitions_are_found_beside_the_programme(
    write: Callable[[str, str], Path],
) -> None:
    write("own.yaml", exercise("own", "light"))
    path = write("p.yaml", programme("exercise: own.yaml, minutes: 7"))
    entry = read_programme(path).entries[0]
    assert (entry.id, entry.title) == ("own", "Own")
    assert Path(entry.exercise) == path.parent / "own.yaml"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", None, "mapping"),
        (PROGRAMME_HEAD, 5, "a list"),
        (PROGRAMME_HEAD + "  []\n", 5, "empty"),
        (programme("exercise: safe-place"), 6, '"minutes" is missing'),
        (programme("exercise: safe-plce, minutes: 5"), 6, "no exercise"),
        (programme("exercise: safe-place, minutes: 5, dya: 3"), 6, 'no key "dya"'),
        (programme("exercise: safe-place, minutes: 5", "exercise: safe-place, minutes: 5"), 7, "two entries"),
        (programme("exercise: safe-place, minutes: 5, every: 3"), 6, '"every" needs'),
        (programme("exercise: safe-place, minutes: 100"), 6, "60"),
    ],
)  # fmt: skip
def test_one_clear_error_with_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(ScriptError, match=words) as caught:
        parse_programme(text, source="p.yaml")
    assert (caught.value.path, caught.value.line) == ("p.yaml", line)


def test_a_length_that_is_not_offered_is_refused(write: Callable[[str, str], Path]) -> None:
    write("own.yaml", exercise("own", "light").replace("covers: []", "lengths: [3, 5]"))
    path = write("p.yaml", programme("exercise: own.yaml, minutes: 7"))
    with pytest.raises(ScriptError, match="not offered at 7") as caught:
        read_programme(path)
    assert caught.value.line == 6


def test_an_unknown_programme_is_guessed() -> None:
    with pytest.raises(ScriptError) as caught:
        read_programme("first-wek")
    assert caught.value.hint == 'Did you mean "first-week"?'
