"""Every line of the library, listened to for what a program can hear: docs/writing.md says why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from each import each
from library_figures import reading_grade
from quietude.care.variants import variants
from quietude.library import exercise_ids
from quietude.script.model import Ask, Echo, Say, WrittenPause
from quietude.script.templates.template import fill_template
from shelf import read_script

if TYPE_CHECKING:
    from quietude.script.model import Step

UNCONTRACTED, PASSIVES, ROWS_OF_EXAMPLES = 1, 4, 0
"""The most that an exercise may have, in all its wordings; the fragments it includes are in it."""

GRADE = 5.0
"""The hardest Flesch–Kincaid grade: a ten-year-old could follow."""

PAIRS = re.compile(
    r"(?<!\bto )(?<!\bof )(?<!\bhere )(?<!\bwould )(?<!\bcould )(?<!\bwho )"
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|could|would|should|can|will|must) not\b"
    r"|cannot\b|let us\b"
    r"|(?:I am|(?:you|we|they) are|(?:it|that|there|here|he|she|what|who|where) is"
    r"|(?:I|you|we|they|it|he|she) will|(?:I|you|we|they|he|she) would"
    r"|(?:I|you|we|they) have(?= (?:been|had|got|done|gone|seen|come|heard|learned|\w+ed)\b)"
    r"|(?:it|that|he|she) has(?= (?:been|had|got|done|gone|\w+ed)\b))"
    r"(?! (?:now|today|and|or|then|when|in|from|one|not)\b)(?= [a-z]))",
    re.IGNORECASE,
)
"""Pairs that a speaker draws together. "The person you are now", "if there is one" have to stay apart."""

PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|it's|that's|they're|you're|gets?|got)"
    r"(?: \w+ly| not| never| still| also| often)?"
    r" (\w{2,}ed|given|taken|told|said|made|done|seen|heard|held|kept|left|brought|put|asked|built"
    r"|written|spoken|known|met|shown|hung|torn|thrown|worn|sent|lost|found|cut|paid)\b",
    re.IGNORECASE,
)
ONE = re.compile(
    r"\bone(?:self|'s own)\b"
    r"|(?<!this )(?<!that )(?<!each )(?<!no )(?<!every )(?<!any )(?<!which )(?<!other )(?<!small )"
    r"\bone (?:can|could|may|might|must|should|would|does|doesn't|thinks|knows|wants|feels)\b"
    r"|\b(?:if|as|when|whether|how far|how much|what) one (?!of|small|thing|day|more|or|and)\w+",
    re.IGNORECASE,
)
A_CLAUSE = re.compile(
    r"\b(?:you|it|they|that|this|there|i|we|he|she|nobody|someone|somebody|children|is|are|was|were"
    r"|may|might|can|could|will|let|has|have|do|does|take|look|feel|say|if)\b|['’](?:s|re|ll|ve|t)\b",
    re.IGNORECASE,
)
"""Words that a whole sentence has and a scrap of a list has not."""


@dataclass(frozen=True)
class Word:
    """One entry of words_for_the_ear.yaml."""

    find: re.Pattern[str]
    instead: str
    at_most: int
    in_all: int | None


_DATA = yaml.safe_load(
    Path(__file__).with_name("words_for_the_ear.yaml").read_text(encoding="utf-8")
)
WORDS = tuple(
    Word(
        re.compile(entry["find"], re.IGNORECASE),
        str(entry["instead"]),
        entry.get("at_most", 0),
        entry.get("all"),
    )
    for entries in _DATA["words"].values()
    for entry in entries
)
STATES = frozenset(_DATA["states"])
"""Participles that say how something is, not what is done to it."""

ALL = each(exercise_ids())


@cache
def steps(exercise: str) -> tuple[tuple[Step, ...], ...]:
    """Returns the steps of each wording."""
    return tuple(
        tuple(step for section in variant.sections for step in section.steps)
        for variant in variants(read_script(exercise))
    )


@cache
def defaults(exercise: str) -> dict[str, str]:
    """Returns the value of each detail that is left empty."""
    return {slot.name: slot.default for slot in read_script(exercise).slots.values()}


@cache
def text_of(step: Step, exercise: str) -> str:
    """Returns what a step says with every detail left empty."""
    if not isinstance(step, Say | Ask | Echo):
        return ""
    return " ".join(fill_template(step.text, defaults(exercise)).split())


@cache
def narrated(exercise: str, *, echoes: bool = False) -> tuple[str, ...]:
    """Returns every line that is said; of those to repeat, the weight of a long form is wanted."""
    said = dict.fromkeys(
        step
        for wording in steps(exercise)
        for step in wording
        if isinstance(step, Say | Ask | Echo) and (echoes or not isinstance(step, Echo))
    )
    lines = dict.fromkeys(text_of(step, exercise) for step in said)
    return tuple(line for line in lines if line)


def passives(line: str) -> list[str]:
    return [found.group() for found in PASSIVE.finditer(line) if found[1].lower() not in STATES]


def scraps(line: str) -> int:
    """Returns how many scraps of a list a line has: "Dry socks. Enough sleep. A friend." is three."""
    sentences = [sentence for sentence in re.split(r"(?<=[.!?…])\s+", line) if sentence]
    return sum(len(one.split()) <= 8 and not A_CLAUSE.search(one) for one in sentences)


def rows_of_examples(exercise: str) -> set[str]:
    """Returns the lines after the silence of a question that answer it with a row of examples."""
    found = set()
    for wording in steps(exercise):
        spoken_steps = [step for step in wording if not isinstance(step, WrittenPause)]
        for before, after in pairwise(spoken_steps):
            text = text_of(after, exercise)
            if isinstance(before, Ask) and isinstance(after, Say) and scraps(text) >= 2:
                found.add(text)
    return found


@ALL
def test_sentences_are_contracted(exercise: str) -> None:
    apart = [(found.group(), line) for line in narrated(exercise) for found in PAIRS.finditer(line)]
    assert len(apart) <= UNCONTRACTED, apart


@ALL
def test_somebody_acts_in_a_sentence(exercise: str) -> None:
    found = [(passive, line) for line in narrated(exercise) for passive in passives(line)]
    assert len(found) <= PASSIVES, found


@ALL
def test_a_listener_is_you_and_not_one(exercise: str) -> None:
    assert [line for line in narrated(exercise, echoes=True) if ONE.search(line)] == []


@ALL
def test_its_questions_are_not_answered_for_the_listener(exercise: str) -> None:
    assert len(rows_of_examples(exercise)) <= ROWS_OF_EXAMPLES, rows_of_examples(exercise)


@ALL
def test_its_words_are_for_the_ear(exercise: str) -> None:
    for word in WORDS:
        found = [line for line in narrated(exercise, echoes=True) if word.find.search(line)]
        assert len(found) <= word.at_most, (word.instead, found)


@ALL
def test_a_child_could_follow(exercise: str) -> None:
    assert reading_grade(narrated(exercise, echoes=True)) <= GRADE


def test_no_image_is_everywhere() -> None:
    for word in WORDS:
        if word.in_all is not None:
            found = [
                (exercise, line)
                for exercise in exercise_ids()
                for line in narrated(exercise, echoes=True)
                if word.find.search(line)
            ]
            assert len(found) <= word.in_all, (word.instead, found)


@pytest.mark.parametrize(
    ("check", "line"),
    [
        (PAIRS, "You do not have to."),
        (PAIRS, "It is good that you came."),
        (PAIRS, "I have heard that before."),
        (ONE, "How far one can spit a cherry stone."),
        (ONE, "It is often easier to give to a child than to oneself."),
    ],
)
def test_the_checks_hear_what_they_are_for(check: re.Pattern[str], line: str) -> None:
    assert check.search(line)


@pytest.mark.parametrize(
    ("check", "line"),
    [
        (PAIRS, "You're here, at the age you are now."),
        (PAIRS, "You have a key."),
        (PAIRS, "Let your breath be the way it is."),
        (ONE, "If one of them is near, let it be."),
        (ONE, "Here is one to keep."),
    ],
)
def test_the_checks_let_plain_speech_be(check: re.Pattern[str], line: str) -> None:
    assert not check.search(line)


def test_a_passive_and_a_row_of_examples_are_heard() -> None:
    assert passives("Shoes are looked for.")
    assert not passives("You are allowed to be tired.")
    assert scraps("Dry socks. Enough sleep. A friend in the class.") == 3
    assert scraps("You can cross it out. It's yours.") == 0
