"""Checks of order, time and sound: the order of things, and the time each is given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.care.case import Case, Hit, care_check
from quietude.script import model
from quietude.script.sentences import is_question
from quietude.script.speaking_time import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

POSTURE_BY_S = 90.0
"""The latest that a session says how to sit, in seconds."""

_NEARBY_STEPS = 4
_MINUTES_IN_A_TITLE = re.compile(r"\b([0-9]{1,2})[- ]?min(?:ute)?s?\b", re.IGNORECASE)


@care_check
def grounding(case: Case) -> Iterator[Hit]:
    """An intense session ends in a long enough close."""
    if case.script.intensity != "high":
        return
    limit = case.rules.thresholds.grounding_s
    last = case.moments[-1]
    closing_s = _seconds(case.last_emotional_end_s(), last.end_s)
    if closing_s < limit:
        yield Hit(last.line, count=int(closing_s), limit=limit)  # 59.6 s are not 60


@care_check
def way_back(case: Case) -> Iterator[Hit]:
    """Something leads back at the end, and is given time."""
    last = case.moments[-1]
    near_the_end = [moment for moment in case.moments if moment.start_s >= 0.75 * last.end_s]
    named = case.script.sections[-1].role == "return"
    worded = any(case.has("return", moment.text) for moment in near_the_end)
    closing_s = _seconds(case.last_emotional_end_s(), case.walk.total_s)
    limit = case.rules.thresholds.return_s
    if not (named or worded) or closing_s < limit:
        yield Hit(last.line, count=round(closing_s), limit=limit)


@care_check
def early_permission(case: Case) -> Iterator[Hit]:
    """An intense session says beforehand what may come up, and early on that it may be left."""
    if case.script.intensity != "high":
        return
    early_s = case.rules.thresholds.early_s
    early = [moment for moment in case.moments if moment.start_s <= early_s]
    missing = [] if case.script.content_note else ["a content note"]
    if not any(case.has("stop", moment.text) for moment in early):
        missing.append("permission to stop in the first 90 s")
    if missing:
        yield Hit(case.moments[0].line, words=" and ".join(missing))


@care_check
def resource_first(case: Case) -> Iterator[Hit]:
    """Something steady comes before the child, a memory or a wound."""
    for moment in case.moments:
        if moment.role == "resource" or case.has("resource", moment.text):
            return
        if any(
            case.has("wound", sentence) and not case.has("announcing", sentence)
            for sentence in moment.sentences
        ):
            yield Hit(moment.line)
            return


@care_check
def only_breath(case: Case) -> Iterator[Hit]:
    """The breath is not the only anchor."""
    breaths = [
        moment for moment in case.moments
        if isinstance(moment.step, model.Breathe) or case.has("breath", moment.text)
    ]  # fmt: skip
    if breaths and not any(case.has("other_anchor", moment.text) for moment in case.moments):
        yield Hit(breaths[0].line)


@care_check
def breath_holding(case: Case) -> Iterator[Hit]:
    """A hold of breath can be left out, and rounds are few."""
    limits = case.rules.thresholds
    for index, moment in enumerate(case.moments):
        step = moment.step
        if not isinstance(step, model.Breathe):
            continue
        longest = max(step.hold_s, step.rest_s)
        if longest > limits.hold_s and not _is_near(case, index, "way_out"):
            yield Hit(moment.line, words=f"the breath is held for {longest:g} s with no way out")
        rounds: dict[tuple[float, ...], int] = {
            (4, 7, 8, 0): limits.cycles_478,
            (4, 4, 4, 4): limits.cycles_box,
        }
        most = rounds.get((step.in_s, step.hold_s, step.out_s, step.rest_s))
        if most is not None and step.cycles > most:
            yield Hit(moment.line, words=f"{step.cycles} cycles of this breath; {most} are enough")


@care_check
def touch_alternative(case: Case) -> Iterator[Hit]:
    """Touch has an alternative at its first mention; it need not be said again."""
    for index, moment in enumerate(case.moments):
        if isinstance(moment.step, model.Tap) or case.has("touch", moment.text):
            if not _is_near(case, index, "way_out"):
                yield Hit(moment.line)
            return


def _is_near(case: Case, index: int, name: str) -> bool:
    """True if a word list matches one of the steps around an index."""
    around = case.moments[max(0, index - _NEARBY_STEPS) : index + _NEARBY_STEPS]
    return any(case.has(name, moment.text) for moment in around)


@care_check
def time_to_answer(case: Case) -> Iterator[Hit]:
    """A question leaves time to answer it."""
    limit = case.rules.thresholds.question_gap_s.of(case.script.intensity)
    for index, moment in enumerate(case.moments):
        if not moment.sentences or not is_question(moment.sentences[-1]):
            continue
        following = (after.start_s for after in case.moments[index + 1 :] if after.is_voiced)
        gap_s = _seconds(moment.speech_end_s, next(following, case.walk.total_s))
        if gap_s < limit:
            yield Hit(moment.line, count=round(gap_s, 1), limit=limit)


@care_check
def long_silence(case: Case) -> Iterator[Hit]:
    """Nobody is left alone for too long."""
    limit = case.rules.thresholds.silence_s.of(case.script.intensity)
    silence_s, line = 0.0, 0
    voiced = [number for number, moment in enumerate(case.moments) if moment.is_voiced]
    for number, moment in enumerate(case.moments):
        if moment.is_voiced:
            silence_s = 0.0
        if number > max(voiced, default=-1) and isinstance(moment.step, model.Music):
            return  # the end belongs to the bed, for as long as it likes
        if moment.silence_s and not isinstance(moment.step, model.Breathe | model.Tap):
            line = moment.line if not silence_s else line
            before, silence_s = silence_s, _seconds(0.0, silence_s + moment.silence_s)
            if before <= limit < silence_s:
                yield Hit(line, count=round(silence_s), limit=limit)


@care_check
def long_run(case: Case) -> Iterator[Hit]:
    """Many words have gaps between them."""
    limits = case.rules.thresholds
    for moment in case.moments:
        words = round(word_count(moment.text))
        if words > limits.run_words:
            yield Hit(moment.line, words=f"{words} words")
        elif len(moment.sentences) > limits.run_sentences:
            yield Hit(moment.line, words=f"{len(moment.sentences)} sentences")


@care_check
def arrival(case: Case) -> Iterator[Hit]:
    """The listener has time to arrive, and hears how to sit."""
    limit = case.rules.thresholds.arrival_s
    section = case.script.sections[0]
    first = [moment for moment in case.moments if moment.section is section]
    length_s = _seconds(first[0].start_s, first[-1].end_s) if first else 0.0
    early = [moment for moment in case.moments if moment.start_s <= POSTURE_BY_S]
    if length_s < limit:
        yield Hit(section.line, words=f"the arrival lasts {int(length_s)} s; give it {limit:g} s")
    elif not any(case.has("posture", moment.text) for moment in early):
        yield Hit(section.line, words="nothing is said on how to sit or where one is")


@care_check
def sudden_sound(case: Case) -> Iterator[Hit]:
    """No bed comes or goes abruptly, and no bell wakes who is falling asleep."""
    shortest_s = case.rules.thresholds.sudden_fade_s
    asleep = "sleep" in case.script.for_when
    spoken = False
    for moment in case.moments:
        step = moment.step
        if isinstance(step, model.BedChange) and step.over_s < shortest_s:
            yield Hit(moment.line, words=f"the bed changes within {step.over_s:g} s")
        if isinstance(step, model.Bell) and asleep and spoken:
            yield Hit(moment.line, words="a bell may wake who is falling asleep")
        spoken = spoken or bool(moment.sentences)


@care_check
def named_lengths(case: Case) -> Iterator[Hit]:
    """A session can have the lengths it names, give or take a share of them."""
    named = [*case.script.lengths_min]
    named += [int(minutes) for minutes in _MINUTES_IN_A_TITLE.findall(case.script.title)]
    if not named:
        return
    shortest_s, longest_s = case.walk.bounds_s()
    share = case.rules.thresholds.declared_share
    for minutes in dict.fromkeys(named):
        wanted_s = 60.0 * minutes
        if shortest_s > wanted_s * (1 + share):
            yield Hit(1, words=f"{minutes} min are named, and it cannot be as short as that")
        elif longest_s < wanted_s * (1 - share):
            yield Hit(1, words=f"{minutes} min are named, and it cannot be as long as that")


@care_check
def other_language(case: Case) -> Iterator[Hit]:
    """A script in a language whose words the rules do not know is said to be one."""
    if case.rules.for_language(case.script.language) is not case.rules:
        yield Hit(1, words=case.script.language)


def _seconds(start_s: float, end_s: float) -> float:
    """The time between two, to the millisecond: a pause of 10 s is not 9.999999999 s."""
    return round(end_s - start_s, 3)
