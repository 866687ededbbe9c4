"""The exercises to choose from: by need, with their notes, and the lengths they can have."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from quietude.durations import clock_text
from quietude.errors import DurationError, PlanError
from quietude.library import index
from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import fit, length_bounds
from quietude.plan.request import Request
from quietude.script.browse.search import ExerciseQuery, find
from quietude.script.browse.show_notes import show_notes
from quietude.script.reader import read_script
from quietude.session.planning import script_for, session_plan
from quietude.sound.cues import bell_decay_frames
from quietude.sound.targets import Target
from quietude.studio.words import text
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.library.index import ExerciseEntry
    from quietude.plan.model import Plan, Utterance
    from quietude.plan.request import Ending
    from quietude.script.model import Script

_SLOW, _USUAL, _QUICK = 1.12, 1.0, 0.94
"""Spoken over estimated length of a slow and a quick voice: the shortest and the longest length
that are offered are possible with either."""

_LONGEST_S = 3600


@dataclass(frozen=True, slots=True)
class Need:
    """A need with the exercises for it."""

    word: str
    line: str
    count: int


@lru_cache(maxsize=1)
def every_need() -> tuple[Need, ...]:
    """Every need that an exercise is for."""
    counted = [
        Need(word, line, sum(word in one.for_when for one in index.exercises()))
        for word, line in index.needs().items()
    ]
    return tuple(need for need in counted if need.count)


def exercises_for(need: str, minutes: int | None, words: str) -> list[ExerciseEntry]:
    """The exercises for a need, possible in some time, that have some words; the best ones first.

    Args:
        need: A need, or "" for any.
        minutes: The time there is, or None for any.
        words: Words of the title or the description, or "".
    """
    found = [
        one
        for one in find(ExerciseQuery(need=need, words=tuple(words.split())))
        if minutes is None or not one.lengths_min or one.lengths_min[0] <= minutes
    ]
    if words or not need:
        return found
    # Those for which the need comes first are meant for it most.
    return sorted(found, key=lambda one: one.for_when.index(need))


@lru_cache(maxsize=128)
def exercise(exercise_id: str) -> Script:
    """One exercise.

    Raises:
        ScriptError: if there is none of that name.
    """
    return read_script(exercise_id)


def help_text(script: Script, region: str = "") -> list[str]:
    """Places to turn to if it gets too much, in paragraphs."""
    bare = dataclasses.replace(script, about="", content_note="")
    return show_notes(bare, region).split("\n\n")


def offered_lengths(script: Script, ending: Ending = "return") -> list[int]:
    """The lengths a script can be, in seconds, as a slider offers them; at least one."""
    plan = _plan(script, ending)
    decay = bell_decay_frames(plan)
    usual, slow, quick = (_lengths(plan, ratio) for ratio in (_USUAL, _SLOW, _QUICK))
    rate_hz = plan.sample_rate_hz
    shortest, longest = (frames / rate_hz for frames in length_bounds(plan, usual, decay))

    def can_be(seconds: int, lengths: dict[Utterance, int]) -> bool:
        asked = dataclasses.replace(plan, duration_frames=seconds_to_frames(seconds, rate_hz))
        try:
            fit(asked, lengths, decay)
        except (DurationError, PlanError):
            return False
        return True

    found = [one for one in _steps(shortest, min(longest, _LONGEST_S)) if can_be(one, usual)]
    while found and not can_be(found[0], slow):
        found.pop(0)
    while found and not can_be(found[-1], quick):
        found.pop()
    return found


@lru_cache(maxsize=256)
def lengths_of_exercise(exercise_id: str, ending: Ending = "return") -> tuple[int, ...]:
    """:func:`offered_lengths` of an exercise of the library."""
    return tuple(offered_lengths(exercise(exercise_id), ending))


def usual_length(script: Script, lengths: Sequence[int]) -> int:
    """The length a slider begins with: one the exercise is offered at, near ten minutes."""
    if not lengths:
        return 0
    offered = [60 * minutes for minutes in script.lengths_min] or [600]
    wanted = min(offered, key=lambda seconds: abs(seconds - 600))
    return min(lengths, key=lambda seconds: abs(seconds - wanted))


def length_words(seconds: int) -> str:
    """A length in words: ``10 minutes``, ``2½ minutes``."""
    minutes, rest = divmod(seconds, 60)
    if rest == 30 and minutes:  # noqa: PLR2004
        return text("length.minutes", minutes=f"{minutes}½")
    if rest:
        return clock_text(seconds)
    return text("length.minute") if minutes == 1 else text("length.minutes", minutes=minutes)


def _plan(script: Script, ending: Ending) -> Plan:
    request = Request(ending=ending)
    script = script_for(script, request, accept_care_risks=True)
    return session_plan(script, request, None, Target())


def _lengths(plan: Plan, ratio: float) -> dict[Utterance, int]:
    return {one: round(ratio * frames) for one, frames in estimated_lengths(plan).items()}


def _steps(shortest_s: float, longest_s: float) -> Iterator[int]:
    """Half minutes up to five minutes, minutes up to twenty, then five minutes at a time."""
    seconds = 30
    while seconds <= longest_s:
        if seconds >= shortest_s:
            yield seconds
        seconds += 30 if seconds < 300 else 60 if seconds < 1200 else 300  # noqa: PLR2004
