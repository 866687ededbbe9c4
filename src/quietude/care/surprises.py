"""The rules about surprises: sound that changes abruptly, and lengths that cannot be kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.care.structure import Hit
from quietude.script import model
from quietude.script.pacing import LEAD, TAIL, gap_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quietude.care.structure import Case

_TITLE = re.compile(r"\b([0-9]{1,2})[- ]?min(?:ute)?s?\b", re.IGNORECASE)


def sudden_sound(case: Case) -> Iterator[Hit]:
    """T22: no bed comes or goes abruptly, and no bell wakes who is falling asleep."""
    shortest = case.rules.thresholds.sudden_fade_s
    asleep = "sleep" in case.script.for_when
    spoken = False
    for it in case.moments:
        if isinstance(it.step, model.BedChange) and it.step.over_s < shortest:
            yield Hit(it.line, words=f"the bed changes within {it.step.over_s:g} s")
        if isinstance(it.step, model.Bell) and asleep and spoken:
            yield Hit(it.line, words="a bell may wake who is falling asleep")
        spoken = spoken or bool(it.sentences)


def lengths(case: Case) -> Iterator[Hit]:
    """T29: a length that is named can be had, give or take a share of it."""
    named = [*case.script.lengths_min]
    named += [int(it) for it in _TITLE.findall(case.script.title)]
    shortest_s, longest_s = _bounds_s(case)
    share = case.rules.thresholds.declared_share
    for minutes in dict.fromkeys(named):
        wanted_s = 60.0 * minutes
        if shortest_s > wanted_s * (1 + share):
            yield Hit(1, words=f"{minutes} min are named, and it cannot be as short as that")
        elif longest_s < wanted_s * (1 - share):
            yield Hit(1, words=f"{minutes} min are named, and it cannot be as long as that")


def _bounds_s(case: Case) -> tuple[float, float]:
    """The shortest and the longest a script can be, in seconds, as far as words tell."""
    shortest, longest = LEAD.min_s + TAIL.min_s, LEAD.max_s + TAIL.max_s
    following = [*(it.step for it in case.moments[1:]), None]
    for it, after in zip(case.moments, following, strict=True):
        gap = isinstance(it.step, model.Say) and not isinstance(
            after, model.WrittenPause | model.Journaling | model.Music
        )
        span = gap_span("line", case.script.pacing) if gap else it.silence
        longest += it.speech_s + span.max_s
        if not it.optional:
            shortest += it.speech_s + span.min_s
    return shortest, longest


def other_language(case: Case) -> Iterator[Hit]:
    """T31: a script in a language whose words the rules do not know is said to be one."""
    if case.rules.for_language(case.script.language) is not case.rules:
        yield Hit(1, words=case.script.language)


SUDDEN: dict[str, Callable[[Case], Iterator[Hit]]] = {
    "T22": sudden_sound, "T29": lengths, "T31": other_language,
}  # fmt: skip
