"""Checks of order, time and sound: the order of things, and the time each is given."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from quietude.care.case import CLOSING_ROLES, Case, Hit, care_check
from quietude.script import model
from quietude.script.sentences import is_question
from quietude.script.speaking_time import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.care.walkthrough import Moment

_MENU_STEPS = 8
"""The most steps after a question in which short answers to it may be offered."""

_MENU_WORDS = 7
"""The most words of such an answer."""

_SCRAP_WORDS = 3

POSTURE_BY_S = 90.0
"""The latest that a session says how to sit, in seconds."""

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
    """Something leads back at the end, in words and not only in name, and is given time."""
    last = case.moments[-1]
    near_the_end = [moment for moment in case.moments if moment.start_s >= 0.75 * last.end_s]
    if case.script.sections[-1].role == "return":
        worded = _leads_back(case)
    else:
        worded = any(case.has("return", moment.text) for moment in near_the_end)
    closing_s = _seconds(case.last_emotional_end_s(), case.walk.total_s)
    limit = case.rules.thresholds.return_s
    if not worded or closing_s < limit:
        yield Hit(last.line, count=round(closing_s), limit=limit)


def _leads_back(case: Case) -> bool:
    """True if the close names two of room, body, eyes and today, or one of them twice."""
    # An outro of a series is a section of its own, and may be one line of thanks.
    closing = list(
        takewhile(lambda section: section.role in CLOSING_ROLES, case.script.sections[::-1])
    )
    texts = [
        text for moment in case.moments if moment.section in closing for text in moment.sentences
    ]
    pattern = case.rules.pattern("back")
    named = [{match.lastgroup for match in pattern.finditer(text)} for text in texts]
    return sum(map(bool, named)) > 1 or len(set().union(*named)) > 1


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
def touch_alternative(case: Case) -> Iterator[Hit]:
    """Touch has an alternative at its first mention; it need not be said again."""
    for index, moment in enumerate(case.moments):
        touching = [text for text in moment.sentences if _asks_for_touch(case, text)]
        if isinstance(moment.step, model.Tap) or touching:
            offered = any(case.has("alternative", text) for text in touching)
            if not offered and not case.is_near(index, "way_out"):
                yield Hit(moment.line)
            return


def _asks_for_touch(case: Case, sentence: str) -> bool:
    return case.has("touch", sentence) and not case.has("imagined", sentence)


@care_check
def time_to_answer(case: Case) -> Iterator[Hit]:
    """A question leaves time to answer it; what may be answered can be said meanwhile."""
    limit = case.rules.thresholds.question_gap_s.of(case.script.intensity)
    row_end = -1
    for index, moment in enumerate(case.moments):
        if index <= row_end or not moment.sentences or not is_question(moment.sentences[-1]):
            continue
        if case.has("rhetorical", moment.sentences[-1]):
            continue
        gap_s, silence_s, row_end = _time_after(case, index)
        if silence_s < limit:
            yield Hit(moment.line, count=round(gap_s, 1), limit=limit)


def _time_after(case: Case, index: int) -> tuple[float, float, int]:
    """The seconds up to the next voice, those in a row of short answers too, and its last step."""
    gap_s = silence_s = 0.0
    last, end_s = index, case.moments[index].speech_end_s
    for number, after in enumerate(case.moments[index + 1 :], start=index + 1):
        if not after.is_voiced:
            continue
        silence_s = _seconds(end_s, after.start_s + silence_s)
        gap_s = gap_s if last > index else silence_s
        if number - index > _MENU_STEPS or not _is_short_answer(case, after):
            return gap_s, silence_s, last
        last, end_s = number, after.speech_end_s
    silence_s = _seconds(end_s, case.walk.total_s + silence_s)
    return (gap_s if last > index else silence_s), silence_s, last


def _is_short_answer(case: Case, moment: Moment) -> bool:
    return bool(moment.sentences) and all(
        word_count(text) <= _MENU_WORDS and not case.has("imperative", text)
        for text in moment.sentences
    )


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
        full = [text for text in moment.sentences if not _is_scrap(text)]
        if words > limits.run_words:
            yield Hit(moment.line, words=f"{words} words")
        elif len(full) > limits.run_sentences:
            yield Hit(moment.line, words=f"{len(full)} sentences")


def _is_scrap(sentence: str) -> bool:
    """True for up to three words, such as "Stand up."; where words have no spaces, never."""
    return sentence.isascii() and len(sentence.split()) <= _SCRAP_WORDS


@care_check
def arrival(case: Case) -> Iterator[Hit]:
    """The listener has time to arrive, and hears how to sit."""
    limit = case.rules.thresholds.arrival_s
    section = case.script.sections[0]
    early = [moment for moment in case.moments if moment.start_s <= POSTURE_BY_S]
    seated = [moment for moment in early if case.has("posture", moment.text)]
    # Scripts of others often have a heading or two before the chapter in which one sits down.
    arriving = [section, *(moment.section for moment in seated)]
    ends = [moment.end_s for moment in case.moments if moment.section in arriving]
    length_s = _seconds(case.moments[0].start_s, max(ends, default=case.moments[0].start_s))
    if length_s < limit:
        yield Hit(section.line, words=f"the arrival lasts {int(length_s)} s; give it {limit:g} s")
    elif not seated:
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
