"""Checks of breath: other anchors beside it, and holds that are short and can be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.care.case import Case, Hit, care_check
from quietude.script import model

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COUNTED = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
_NUMBERS = {word: number for number, word in enumerate(_COUNTED, start=1)} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
}


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
        if longest > limits.hold_s and not case.is_near(index, "way_out"):
            yield Hit(moment.line, words=f"the breath is held for {longest:g} s with no way out")
        rounds: dict[tuple[float, ...], int] = {
            (4, 7, 8, 0): limits.cycles_478,
            (4, 4, 4, 4): limits.cycles_box,
        }
        most = rounds.get((step.in_s, step.hold_s, step.out_s, step.rest_s))
        if most is not None and step.cycles > most:
            yield Hit(moment.line, words=f"{step.cycles} cycles of this breath; {most} are enough")


@care_check
def long_breath_hold(case: Case) -> Iterator[Hit]:
    """No breath is held for long, be it a step, a silence, or a count."""
    limit = case.rules.thresholds.long_hold_s
    for index, moment in enumerate(case.moments):
        step = moment.step
        if isinstance(step, model.Breathe) and max(step.hold_s, step.rest_s) > limit:
            held_s = max(step.hold_s, step.rest_s)
            yield Hit(moment.line, words=f"the breath is held for {held_s:g} s")
        elif any(case.has("hold_breath", text) for text in moment.sentences):
            held_s = _held_s(case, index)
            counted = _counted_to(case, index)
            if counted > limit:
                yield Hit(moment.line, words=f"the breath is held to a count of {counted}")
            elif held_s > limit:
                yield Hit(moment.line, words=f"the breath is held for about {held_s:.0f} s")


def _held_s(case: Case, index: int) -> float:
    """The seconds from a hold of breath until it is let go; 0 if it is let go in the same step."""
    moment = case.moments[index]
    if any(case.has("let_breath_go", text) for text in _after_hold(case, moment.sentences)):
        return 0.0
    for after in case.moments[index + 1 :]:
        if case.has("let_breath_go", after.text) or isinstance(after.step, model.Breathe):
            return round(after.start_s - moment.speech_end_s, 3)
        if after.sentences and not all(map(_numbers, after.sentences)):
            return 0.0  # the script has gone on to something else
    return 0.0


def _after_hold(case: Case, sentences: Sequence[str]) -> Sequence[str]:
    """The sentences from the first one that asks for a hold."""
    first = next(i for i, text in enumerate(sentences) if case.has("hold_breath", text))
    return sentences[first:]


def _counted_to(case: Case, index: int) -> int:
    """The highest number counted aloud after a hold of breath; 0 without a count."""
    highest = max(map(_trailing_count, _after_hold(case, case.moments[index].sentences)))
    for after in case.moments[index + 1 :]:
        for text in after.sentences:
            numbers = _numbers(text)
            if not numbers:
                return highest
            highest = max(highest, *numbers)
    return highest


def _numbers(text: str) -> list[int]:
    """The numbers of a sentence that has nothing else; none otherwise."""
    words = text.lower().replace(",", " ").replace("-", " ").strip(" .…!").split()
    numbers = [_number(word.strip(".…")) for word in words]
    return numbers if all(numbers) else []


def _trailing_count(text: str) -> int:
    """The highest of two numbers or more at the end of a sentence, or of a sentence of numbers."""
    parts = text.replace(":", ",").replace("…", ",").split(",")
    counted: list[int] = []
    for part in reversed(parts):
        numbers = _numbers(part)
        if not numbers:
            break
        counted += numbers
    return max(counted) if len(counted) > 1 or (len(parts) == 1 and counted) else 0


def _number(word: str) -> int:
    return _NUMBERS.get(word, int(word) if word.isascii() and word.isdigit() else 0)
