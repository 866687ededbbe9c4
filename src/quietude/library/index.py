"""The index of the library: a line about every exercise and programme, ready to list.

It is made from the definitions by ``scripts/make_library_index.py``, so that a list or a completion
need not read seventy of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class ExerciseEntry:
    """An exercise as a list shows it.

    Attributes:
        id: Its id.
        title: Its title for listeners.
        intensity: ``light``, ``medium`` or ``high``.
        lengths_min: The lengths it is offered at, in minutes; empty for any.
        for_when: The needs it is for.
        about: A description for listeners.
        content_note: Things in it that may be hard to hear.
        slots: The personal details it takes.
        steps: The kinds of step it has.
        covers: The rows of the catalogue it covers.
        articles: The articles it is from.
    """

    id: str
    title: str
    intensity: str
    lengths_min: tuple[int, ...]
    for_when: tuple[str, ...]
    about: str
    content_note: str
    slots: tuple[str, ...]
    steps: tuple[str, ...]
    covers: tuple[int, ...]
    articles: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The first sentence about it."""
        return first_sentence(self.about)


@dataclass(frozen=True, slots=True)
class ProgrammeSummary:
    """A programme as a list shows it.

    Attributes:
        id: Its id.
        title: Its title for listeners.
        about: A description for listeners.
        sessions: The number of its sessions.
        minutes: Their length in all, in minutes.
        days: Its last day; 0 if its sessions are for any time.
    """

    id: str
    title: str
    about: str
    sessions: int
    minutes: int
    days: int


@cache
def exercises() -> tuple[ExerciseEntry, ...]:
    """Returns every exercise, by id."""
    return tuple(
        ExerciseEntry(**{key: _frozen(value) for key, value in row.items()})
        for row in _data()["exercises"]
    )


@cache
def programmes() -> tuple[ProgrammeSummary, ...]:
    """Returns every programme, by id."""
    return tuple(ProgrammeSummary(**row) for row in _data()["programmes"])


def needs() -> dict[str, str]:
    """Returns the needs an exercise may be for: each word with a line about it."""
    return dict(_data()["needs"])


def step_kinds() -> tuple[str, ...]:
    """Returns the kinds of step there are."""
    return tuple(_data()["steps"])


def first_sentence(text: str) -> str:
    """Returns the first sentence of a description."""
    words = " ".join(text.split())
    end = min((at for at in map(words.find, (". ", "? ", "! ")) if at >= 0), default=len(words))
    return words[: end + 1]


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@cache
def _data() -> Any:
    return json.loads((files("quietude.library") / "index.json").read_text(encoding="utf-8"))
