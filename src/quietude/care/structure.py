"""The rules about order and time: what comes before what, and how long it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.care.walkthrough import gap_after_s
from quietude.script import model
from quietude.script.pacing import TAIL
from quietude.script.sentences import is_question
from quietude.script.speaking_time import word_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from quietude.care.rules import CareRules
    from quietude.care.walkthrough import Moment
    from quietude.script.model import Script

CLOSING_ROLES = frozenset({"integrate", "return"})


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: its line, and what its message is filled in with."""

    line: int
    words: str = ""
    count: float = 0
    limit: float = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A script laid out for checking."""

    script: Script
    moments: Sequence[Moment]
    rules: CareRules

    def has(self, name: str, text: str) -> bool:
        """Whether a word list matches a text."""
        return bool(self.rules.pattern(name).search(text))

    @property
    def total_s(self) -> float:
        """The estimated length, in seconds."""
        return self.moments[-1].end_s if self.moments else 0.0

    def is_emotional(self, moment: Moment) -> bool:
        """Whether a moment asks something of the heart."""
        if moment.role in CLOSING_ROLES:
            return False
        return isinstance(moment.step, model.Ask) or self.has("emotional", moment.text)


def grounding(case: Case) -> Iterator[Hit]:
    """T01: an intense session ends in a long enough close."""
    if case.script.intensity != "high":
        return
    limit = case.rules.thresholds.grounding_s
    closing = sum(it.speech_s + it.silence_s for it in _after_emotion(case))
    if closing < limit:
        yield Hit(case.moments[-1].line, count=round(closing), limit=limit)


def _after_emotion(case: Case) -> Sequence[Moment]:
    last = max((n for n, it in enumerate(case.moments) if case.is_emotional(it)), default=-1)
    return case.moments[last + 1 :]


def way_back(case: Case) -> Iterator[Hit]:
    """T02: something leads back, and is given time."""
    if not case.moments:
        return
    last_fifth = [it for it in case.moments if it.start_s >= 0.75 * case.total_s]
    named = case.script.sections[-1].role == "return"
    worded = any(case.has("return", it.text) for it in last_fifth)
    closing_s = TAIL.ideal_s + sum(it.speech_s + it.silence_s for it in _after_emotion(case))
    limit = case.rules.thresholds.return_s
    if not (named or worded) or closing_s < limit:
        yield Hit(case.moments[-1].line, count=round(closing_s), limit=limit)


def early_permission(case: Case) -> Iterator[Hit]:
    """T03: an intense session is announced, and may be left."""
    if case.script.intensity != "high":
        return
    early = [it for it in case.moments if it.start_s <= case.rules.thresholds.early_s]
    missing = [] if case.script.content_note else ["a content note"]
    if not any(case.has("stop", it.text) for it in early):
        missing.append("permission to stop in the first 90 s")
    if missing:
        yield Hit(case.moments[0].line, words=" and ".join(missing))


def resource_first(case: Case) -> Iterator[Hit]:
    """T04: something steady comes before the child, a memory or a wound."""
    for it in case.moments:
        if it.role == "resource" or case.has("resource", it.text):
            return
        if any(case.has("wound", one) and not case.has("announcing", one) for one in it.sentences):
            yield Hit(it.line)
            return


def only_breath(case: Case) -> Iterator[Hit]:
    """T10: the breath is not the only anchor."""
    breaths = [
        it for it in case.moments
        if isinstance(it.step, model.Breathe) or case.has("breath", it.text)
    ]  # fmt: skip
    if breaths and not any(case.has("other_anchor", it.text) for it in case.moments):
        yield Hit(breaths[0].line)


def holding(case: Case) -> Iterator[Hit]:
    """T11: a hold of breath can be left out, and rounds are few."""
    limits = case.rules.thresholds
    for index, it in enumerate(case.moments):
        if not isinstance(it.step, model.Breathe):
            continue
        longest = max(it.step.hold_s, it.step.rest_s)
        if longest > limits.hold_s and not _near(case, index, "way_out"):
            yield Hit(it.line, words=f"the breath is held for {longest:g} s with no way out")
        pattern = (it.step.in_s, it.step.hold_s, it.step.out_s, it.step.rest_s)
        rounds: dict[tuple[float, ...], int] = {
            (4, 7, 8, 0): limits.cycles_478,
            (4, 4, 4, 4): limits.cycles_box,
        }
        most = rounds.get(pattern)
        if most is not None and it.step.cycles > most:
            yield Hit(it.line, words=f"{it.step.cycles} cycles of this breath; {most} are enough")


def touch(case: Case) -> Iterator[Hit]:
    """T12: touch has an alternative where it begins; it need not be said again."""
    for index, it in enumerate(case.moments):
        if isinstance(it.step, model.Tap) or case.has("touch", it.text):
            if not _near(case, index, "way_out"):
                yield Hit(it.line)
            return


def _near(case: Case, index: int, name: str) -> bool:
    around = case.moments[max(0, index - 4) : index + 4]
    return any(case.has(name, it.text) for it in around)


def questions(case: Case) -> Iterator[Hit]:
    """T13: a question has time for its answer."""
    limit = case.rules.thresholds.question_gap_s.of(case.script.intensity)
    for index, it in enumerate(case.moments):
        if not it.sentences or not is_question(it.sentences[-1]):
            continue
        gap = gap_after_s(case.moments, index, case.script.pacing)
        if gap < limit:
            yield Hit(it.line, count=round(gap, 1), limit=limit)


def long_silences(case: Case) -> Iterator[Hit]:
    """T14: nobody is left alone for too long."""
    limit = case.rules.thresholds.silence_s.of(case.script.intensity)
    silence_s, line = 0.0, 0
    last_voiced = max((n for n, it in enumerate(case.moments) if it.is_voiced), default=-1)
    for number, it in enumerate(case.moments):
        if it.is_voiced:
            silence_s = 0.0
        if number > last_voiced and isinstance(it.step, model.Music):
            return  # the end belongs to the bed, for as long as it likes
        if it.silence_s and not isinstance(it.step, model.Breathe | model.Tap):
            line = it.line if not silence_s else line
            before, silence_s = silence_s, silence_s + it.silence_s
            if before <= limit < silence_s:
                yield Hit(line, count=round(silence_s), limit=limit)


def long_runs(case: Case) -> Iterator[Hit]:
    """T15: many words have gaps between them."""
    limits = case.rules.thresholds
    for it in case.moments:
        words = round(word_count(it.text))
        if words > limits.run_words:
            yield Hit(it.line, words=f"{words} words")
        elif len(it.sentences) > limits.run_sentences:
            yield Hit(it.line, words=f"{len(it.sentences)} sentences")


def arrival(case: Case) -> Iterator[Hit]:
    """T19: the listener has time to arrive, and hears how to sit."""
    if not case.moments:
        return
    limit = case.rules.thresholds.arrival_s
    first = case.script.sections[0]
    length = sum(it.speech_s + it.silence_s for it in case.moments[: len(first.steps)])
    if length < limit:
        yield Hit(first.line, words=f"the arrival lasts {length:.0f} s; give it {limit:.0f} s")
    elif not any(case.has("posture", it.text) for it in case.moments if it.start_s <= 90):  # noqa: PLR2004
        yield Hit(first.line, words="nothing is said on how to sit or where one is")


STRUCTURE: dict[str, Callable[[Case], Iterator[Hit]]] = {
    "T01": grounding, "T02": way_back, "T03": early_permission, "T04": resource_first,
    "T10": only_breath, "T11": holding, "T12": touch, "T13": questions, "T14": long_silences,
    "T15": long_runs, "T19": arrival,
}  # fmt: skip
