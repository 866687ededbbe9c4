"""The programmes of the library say new words in every session."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

from quietude.library import fragment_ids, fragment_text
from quietude.plan.repeats import repeats, sentences
from quietude.script.browse.programme import programme_ids, read_programme
from shelf import read_script

if TYPE_CHECKING:
    from collections.abc import Iterable


SAID_AGAIN = 0.35
"""The most of a session's words that an earlier one of its programme has said."""


A_FEW, SETTLING = 5, 7
"""The most times in a year that a sentence of a check-in may come back, and one that settles. Those
of the fragments that lead in and out may come back more often."""


def words_in(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


@pytest.mark.slow
def test_a_year_of_check_ins_has_new_words_every_week() -> None:
    weeks = [set(sentences(entry)) for entry in read_programme("weekly-check-in").entries]
    assert len(weeks) == 52
    for before, after in pairwise(weeks):
        assert not before & after
    for one, other in combinations(weeks, 2):
        assert words_in(one & other) < 0.45 * words_in(one)
    frame = " ".join(map(fragment_text, fragment_ids()))
    own = Counter(text for week in weeks for text in week if text not in frame)
    assert len(own) > 300
    (settle,) = (
        section for section in read_script("this-week").sections if section.role == "settle"
    )
    settling = {text for week in weeks for text in week if text in str(settle)}
    most = {text: SETTLING if text in settling else A_FEW for text in own}
    assert {text: times for text, times in own.items() if times > most[text]} == {}


@pytest.mark.parametrize("programme_id", sorted({*programme_ids()} - {"weekly-check-in"}))
def test_the_sessions_of_a_programme_repeat_little(programme_id: str) -> None:
    shipped = read_programme(programme_id)
    said = {entry.id: words_in(sentences(entry)) for entry in shipped.entries}
    again = Counter[str]()
    for repeat in repeats(shipped):
        for entry in repeat.entries[1:]:
            again[entry] += words_in([repeat.text])
    assert sum(again.values()) < 0.15 * sum(said.values()), again
    assert all(again[entry] < SAID_AGAIN * said[entry] for entry in again), again
