"""Repeats: the steps that "repeat three times" or "two more rounds of this" mean, said again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quietude._util.text import counted
from quietude.durations import parse_span
from quietude.script.importing.drafting.steps import MAX_STEPS, short, speech_of
from quietude.script.importing.view import ViewRow

if TYPE_CHECKING:
    from quietude.script.importing.directions.direction import Direction
    from quietude.script.importing.drafting.draft import Draft

_ROUND = re.compile(
    r"\b(?:rounds?|cycles?|patterns?|sequence|steps|breath(?:ing)?|breaths|these|process|exercise|runden?|"
    r"durchgänge|zyklus|ablauf|tours?|cycles?|rondas?|ciclos?|rodadas?|cicli|giri|rondes?)\b",
    re.IGNORECASE,
)
_INHALE = re.compile(
    r"\b(?:inhale|breathe in|breath in|breathing in|einatmen|atme ein|inspire|inspirez|inhala|inspira|"  # noqa: E501
    r"respira|adem in|in)\b|吸",
    re.IGNORECASE,
)
_EXHALE = re.compile(
    r"\b(?:exhale|breathe out|breath out|out|ausatmen|atme aus|expire|expirez|exhala|espira|adem uit)\b|呼|吐",  # noqa: E501
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?P<before>(?:^|[.!?…。！？।][\"”’»]?)\s*)[(\[]\s*(?:[x×]\s?(?P<after>[2-9]|1\d)|"
    r"(?P<count>[2-9]|1\d|two|three|four|five|six|zwei|drei|vier|fünf|deux|trois|quatre|cinq|dos|tres|cuatro|"
    r"cinco|duas|três|quatro|due|tre|quattro|cinque|twee|drie|vier|vijf|三|五)\s?"
    r"(?:[x×]|times|mal|fois|veces|vezes|volte|keer|回|次|遍|बार))\.?\s*[)\]]\s*$",
    re.IGNORECASE,
)
"""A number of times in brackets at the end of a line: "Breathe in… and out… (3 times)"."""
_SHORT_WORDS = 22
_MOST_BLOCKS = 8


def with_repeat(text: str) -> str:
    """Returns a line with "(3 times)" at its end as a direction to repeat."""

    def direction(match: re.Match[str]) -> str:
        return f"{match['before']} [repeat {match['after'] or match['count']} times]"

    return _COUNTED.sub(direction, text)


def repeated(draft: Draft, direction: Direction, text: str, line: int) -> None:
    """Add the steps that a direction means as often as it says."""
    if not draft.sections:
        draft.unknown(text, line)
        return
    if direction.first > 0:
        again = draft.numbered_steps(direction.first, direction.last)
    elif direction.first < 0:
        again = _last_lines(draft.sections[-1]["steps"], -direction.first)
    else:
        steps = draft.sections[-1]["steps"]
        again = list(steps[_start(draft, text, steps) :])
    times = direction.count if direction.more else direction.count - 1
    heard = any(isinstance(step, str) or speech_of(step) for step in again)
    if not heard or draft.step_count >= MAX_STEPS:
        draft.unknown(text, line)
        return
    where = "" if direction.first > 0 else " before it"
    often = "once more" if times == 1 else f"{times} more times"
    told = f'"{short(text)}" repeats {counted(len(again), "step")}{where} {often}'
    draft.assume(line, told)
    room = (MAX_STEPS - draft.step_count) // max(len(again), 1)
    told = "1 step is repeated" if len(again) == 1 else f"{len(again)} steps are repeated"
    draft.rows.append(ViewRow(line, "left out", short(text), told))
    for _ in range(min(times, room)):
        for step in again:
            if words := speech_of(step):
                draft.say(words, line, None if isinstance(step, str) else step.get("says"))
            else:
                draft.add(dict(step) if isinstance(step, dict) else step, line)
                row = _row(step, line)
                draft.rows.append(row)
                draft.silence_s += row.seconds or 0.0
                draft.elapsed_s += row.seconds or 0.0


def _last_lines(steps: list[Any], lines: int) -> list[Any]:
    """Returns the last so many lines of speech, with what stands after each."""
    spoken = [at for at, step in enumerate(steps) if speech_of(step)]
    return list(steps[spoken[-lines:][0] :]) if spoken else []


def _row(step: Any, line: int) -> ViewRow:
    if isinstance(step, dict) and "pause" in step:
        return ViewRow(line, "silence", "", "repeated", parse_span(step["pause"]).ideal_s)
    if step == "bell" or (isinstance(step, dict) and "bell" in step):
        return ViewRow(line, "sound", "bell", "repeated")
    return ViewRow(line, "left out", " ".join(map(str, step.values())), "repeated note")


def _start(draft: Draft, text: str, steps: list[Any]) -> int:
    """Returns the index of the first step to repeat.

    The paragraph before the direction is repeated; if the direction stands alone, the one before
    that; and if nothing is spoken there, everything back to the last speech. Where it speaks of a
    round, the paragraphs of the whole round are: back to the one that breathes in.
    """
    starts = [start for start in draft.block_starts if start < len(steps)] or [0]
    spoken = [start for start in starts if any(map(speech_of, steps[start:]))]
    start = spoken[-1] if spoken else starts[-1]
    if not spoken:
        while start and not any(map(speech_of, steps[start:])):
            start -= 1
        return start
    words = " ".join(map(speech_of, steps[start:]))
    if not _ROUND.search(text) or (_INHALE.search(words) and _EXHALE.search(words)):
        return start
    candidates = spoken[-_MOST_BLOCKS:]
    ends = [*candidates[1:], len(steps)]
    for first, end in reversed(list(zip(candidates, ends, strict=True))):
        words = " ".join(map(speech_of, steps[first:end]))
        if len(words.split()) > _SHORT_WORDS:
            break
        start = first
        if _INHALE.search(words):
            return first
    return start
