"""Search in the exercises of the library: by words, need, intensity, length and kind of step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quietude._util.suggest import did_you_mean
from quietude.errors import UsageError
from quietude.library import index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quietude.library.index import ExerciseEntry

INTENSITIES = ("light", "medium", "high")
"""The lightest first."""

_WORD = re.compile(r"[a-z0-9'_]+")
_TITLE_WEIGHT, _NEED_WEIGHT, _ABOUT_WEIGHT = 4, 2, 1
_SHORT_WORDS = frozenset(
    [
        "a",
        "about",
        "an",
        "and",
        "at",
        "for",
        "from",
        "in",
        "into",
        "is",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    ]
)


@dataclass(frozen=True, slots=True)
class ExerciseQuery:
    """Properties an exercise must have; "" and None match anything.

    Attributes:
        need: A word of the library's list of needs.
        intensity: Its intensity.
        minutes: A length in minutes that lies between its shortest and longest.
        step: A kind of step it has.
        words: Words that stand in its id, title, needs, description or personal details; "hug"
            finds "hugging" too.

    Raises:
        UsageError: for a need, an intensity or a kind of step that does not exist.
    """

    need: str = ""
    intensity: str = ""
    minutes: float | None = None
    step: str = ""
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for noun, given, known in (
            ("need", self.need, tuple(index.needs())),
            ("intensity", self.intensity, INTENSITIES),
            ("kind of step", self.step, index.step_kinds()),
        ):
            if given and given not in known:
                message = f'there is no {noun} "{given[:40]}"'
                hint = did_you_mean(given, known, f"Choose from: {', '.join(known)}.")
                raise UsageError(message, hint=hint)


def find(query: ExerciseQuery) -> list[ExerciseEntry]:
    """Returns the exercises of the library that match.

    Those that match words best come first; without words, the lightest.
    """
    sought = [word for word in _words(query.words) if word not in _SHORT_WORDS]
    sought = sought or list(_words(query.words))
    scored = [
        (_score(entry, sought), INTENSITIES.index(entry.intensity), entry)
        for entry in index.exercises()
        if _matches(entry, query)
    ]
    found = [row for row in scored if row[0] is not None]
    found.sort(key=lambda row: (-(row[0] or 0), row[1], row[2].id))
    return [entry for _, _, entry in found]


def near_words(words: Iterable[str]) -> str:
    """Returns a suggestion for a search that found nothing; "" if there is none."""
    known = sorted({word for entry in index.exercises() for word in _words(_texts(entry)[:2])})
    hints = (did_you_mean(word, known, "") for word in _words(words))
    return next(filter(None, hints), "")


def _matches(entry: ExerciseEntry, query: ExerciseQuery) -> bool:
    lengths = entry.lengths_min
    return (
        (not query.need or query.need in entry.for_when)
        and (not query.intensity or query.intensity == entry.intensity)
        and (not query.minutes or not lengths or lengths[0] <= query.minutes <= lengths[-1])
        and (not query.step or query.step in entry.steps)
    )


def _score(entry: ExerciseEntry, sought: list[str]) -> int | None:
    """Returns a measure of how well an exercise fits the words; None if one is nowhere in it."""
    fields = _searchable(entry)
    total = 0
    for word in sought:
        best = max(
            (
                weight * (2 if word in words else 1)
                for weight, words in fields
                if any(one.startswith(word) for one in words)
            ),
            default=0,
        )
        if not best:
            return None
        total += best
    return total


@cache
def _searchable(entry: ExerciseEntry) -> tuple[tuple[int, frozenset[str]], ...]:
    weights = (_TITLE_WEIGHT, _NEED_WEIGHT, _ABOUT_WEIGHT)
    return tuple(
        (weight, frozenset(_words([text])))
        for weight, text in zip(weights, _texts(entry), strict=True)
    )


def _texts(entry: ExerciseEntry) -> tuple[str, str, str]:
    return (
        f"{entry.id.replace('-', ' ')} {entry.title}",
        " ".join(entry.for_when).replace("-", " "),
        f"{entry.about} {' '.join(entry.steps)} {entry.intensity} {_details(entry)}",
    )


def _details(entry: ExerciseEntry) -> str:
    """Returns the personal details it uses: ``child_age`` is found by its name, or by ``age``."""
    return " ".join(f"{name} {name.rpartition('_')[2]}" for name in entry.slots if "_" in name)


def _words(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for text in texts for word in _WORD.findall(text.lower()))
