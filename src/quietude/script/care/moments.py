"""A script as the listener meets it: what is said and what is silent, with estimated times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.script import model
from quietude.script.gaps import gap_span
from quietude.script.template import fill_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.script.care.rules import CareRules
    from quietude.script.model import Role, Script, Section, Step

_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")


@dataclass(frozen=True, slots=True)
class Moment:
    """One step, as it is heard.

    Attributes:
        step: What was written.
        role: The role of its section.
        sentences: What is said in it, personal details at their defaults.
        start_s: When it begins if every pause has its ideal, in seconds.
        speech_s: How long the voice speaks.
        silence_s: The silence after it that the script asks for.
    """

    step: Step
    role: Role
    sentences: tuple[str, ...]
    start_s: float
    speech_s: float
    silence_s: float

    @property
    def line(self) -> int:
        """Its line in the definition."""
        return self.step.line

    @property
    def end_s(self) -> float:
        """When the next one begins."""
        return self.start_s + self.speech_s + self.silence_s

    @property
    def text(self) -> str:
        """Everything said in it."""
        return " ".join(self.sentences)


def moments(script: Script, rules: CareRules) -> list[Moment]:
    """Every step of a script with its estimated time, optional ones included.

    The script has no choices left in it; see :mod:`quietude.script.care.variants`.
    """
    found: list[Moment] = []
    now_s = 0.0
    for section, step in _walk(script):
        sentences = spoken_sentences(script, step)
        words = sum(len(it.split()) for it in sentences)
        speech_s = words * 60.0 / rules.thresholds.words_per_minute
        silence_s = _silence_s(step, script.pacing, speech_s)
        found.append(Moment(step, section.role, sentences, now_s, speech_s, silence_s))
        now_s = found[-1].end_s
    return found


def _walk(script: Script) -> Iterator[tuple[Section, Step]]:
    for section in script.sections:
        for step in section.steps:
            yield section, step


def spoken_sentences(script: Script, step: Step) -> tuple[str, ...]:
    """The sentences of a step, personal details at their defaults."""
    text = getattr(step, "text", "")
    if not text:
        return ()
    try:
        filled = fill_template(text, {it.name: it.default for it in script.slots.values()})
    except ValueError:
        return ()  # the plan says what is wrong with it
    return split(filled)


def split(text: str) -> tuple[str, ...]:
    """The sentences of a text."""
    return tuple(part for part in _SENTENCE.split(" ".join(text.split())) if part)


def _silence_s(step: Step, pacing: str, speech_s: float) -> float:
    match step:
        case model.Pause(gap=gap, span=span):
            return (span or gap_span(str(gap), pacing)).ideal_s
        case model.Ask(reflect=span) | model.Journal(span=span) | model.Music(span=span):
            return span.ideal_s
        case model.Echo():
            return max(5.0, 1.3 * speech_s + 2.0)
        case model.Breathe():
            return step.cycles * step.cycle_s
        case model.Tap():
            return step.sets * step.taps * 60.0 / step.per_minute + (step.sets - 1) * step.rest_s
        case _:
            return 0.0


def gap_after_s(all_moments: Sequence[Moment], index: int, pacing: str) -> float:
    """The silence between a step's last word and the next word, at its ideal, in seconds."""
    gap = all_moments[index].silence_s
    for it in all_moments[index + 1 :]:
        if it.sentences or isinstance(it.step, model.Breathe | model.Tap):
            break
        gap += it.silence_s
    return gap or gap_span("line", pacing).ideal_s
