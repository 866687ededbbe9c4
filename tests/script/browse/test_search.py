"""Search in the library: by need, intensity, length and kind of step."""

from __future__ import annotations

import pytest

from quietude.errors import UsageError
from quietude.library import exercise_ids
from quietude.script.browse.library_index import kinds_in
from quietude.script.browse.search import ExerciseQuery, find


def test_everything_is_listed_the_lightest_first() -> None:
    found = find(ExerciseQuery())
    assert sorted(script.id for script in found) == list(exercise_ids())
    weights = [["light", "medium", "high"].index(script.intensity) for script in found]
    assert weights == sorted(weights)


def test_filters_narrow_the_list() -> None:
    assert {script.intensity for script in find(ExerciseQuery(intensity="light"))} == {"light"}
    tapping = find(ExerciseQuery(step="tap"))
    assert "butterfly-hug" in [script.id for script in tapping]
    assert all("tap" in kinds_in(script.id) for script in tapping)
    assert len(tapping) < len(exercise_ids())
    for minutes in (5, 20):
        assert all(
            script.lengths_min[0] <= minutes <= script.lengths_min[-1]
            for script in find(ExerciseQuery(minutes=minutes))
        )
    for script in find(ExerciseQuery(need="sad")):
        assert "sad" in script.for_when


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"need": "slep"}, 'Did you mean "sleep"'),
        ({"intensity": "huge"}, "no intensity"),
        ({"step": "tapp"}, "no kind of step"),
    ],
)
def test_an_unknown_need_intensity_or_kind_is_refused(wanted: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        ExerciseQuery(**wanted)  # type: ignore[arg-type]


def test_an_exercise_is_found_by_a_personal_detail_it_uses() -> None:
    found = find(ExerciseQuery(words=("child_age",)))
    assert [entry.id for entry in found] == ["who-is-here", "good-enough-place"]
    assert {entry.id for entry in find(ExerciseQuery(words=("age",)))} >= {"who-is-here"}
