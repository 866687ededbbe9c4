"""Titles without a mark, and short lines that are not titles."""

from __future__ import annotations

import pytest

from quietude.script.importing.text_script import read_text

SCRIPT = """Title: An Evening on the Steps

Arriving

Good evening. You might sit down on the steps for a while.
(pause 5 seconds)
There is nothing to finish tonight.

The lamp

Across the street a lamp comes on.
(long pause)
You may watch it, or not.
"""


def read(text: str) -> tuple[list[str], str]:
    draft = read_text(text)
    titles = [section["title"] for section in draft.sections]
    return titles, str(draft.sections)


def test_words_that_stand_alone_are_titles_and_the_report_says_so() -> None:
    titles, _ = read(SCRIPT)
    assert titles[-2:] == ["Arriving", "The lamp"]
    reported = [
        assumption
        for assumption in read_text(SCRIPT).assumptions
        if "stands alone" in assumption.text
    ]
    assert [assumption.line for assumption in reported] == [3, 9]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Breathing in\n\nI calm my body\n\nBreathing out\n\nI smile\n", "Breathing in"),  # verse
        (SCRIPT + "\nGood night\n", "Good night"),  # nothing comes after it
        (SCRIPT + "\nSoftly now\n\nEven softer\n\nThank you.\n", "Softly now"),  # two in a row
        (SCRIPT + "\nYou are here.\nStill here\nAnd that is enough.\n", "Still here"),  # not alone
    ],
)
def test_a_short_line_that_may_be_speech_is_spoken(text: str, spoken: str) -> None:
    titles, everything = read(text)
    assert spoken not in titles
    assert spoken in everything
