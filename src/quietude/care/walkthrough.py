"""A script as the listener meets it: what is said and what is silent, with estimated times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.durations import Span
from quietude.script import model
from quietude.script.pacing import gap_span
from quietude.script.sentences import split_sentences, tidy
from quietude.script.speaking_time import speaking_seconds
from quietude.script.template import fill_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quietude.care.rules import CareRules
    from quietude.script.model import Role, Script, Section, Step


@dataclass(frozen=True, slots=True)
class Moment:
    """One step, as it is heard.

    Attributes:
        step: What was written.
        role: The role of its section.
        sentences: What is said in it, personal details at their defaults.
        start_s: When it begins if every pause has its ideal, in seconds.
        speech_s: How long the voice speaks.
        silence: The silence after it that the script asks for.
        optional: Whether a short session may leave it out.
    """

    step: Step
    role: Role
    sentences: tuple[str, ...]
    start_s: float
    speech_s: float
    silence: Span
    optional: bool

    @property
    def silence_s(self) -> float:
        """The silence after it at its ideal, in seconds."""
        return self.silence.ideal_s

    @property
    def line(self) -> int:
        """Its line in the definition."""
        return self.step.line

    @property
    def end_s(self) -> float:
        """When the next one begins."""
        return self.start_s + self.speech_s + self.silence_s

    @property
    def is_voiced(self) -> bool:
        """Whether the listener is led by something meanwhile: words, breaths or taps."""
        return bool(self.sentences) or isinstance(self.step, model.Breathe | model.Tap)

    @property
    def text(self) -> str:
        """Everything said in it."""
        return " ".join(self.sentences)


def moments(script: Script, rules: CareRules) -> list[Moment]:
    """Every step of a script with its estimated time, optional ones included.

    The script has no choices left in it; see :mod:`quietude.care.variants`.
    """
    found: list[Moment] = []
    now_s = 0.0
    for section, step in _walk(script):
        sentences = spoken_sentences(script, step)
        rate_wpm = rules.thresholds.words_per_minute
        speech_s = sum(speaking_seconds(it, rate_wpm) for it in sentences)
        silence = _silence(step, script.pacing, speech_s)
        optional = bool(section.optional or step.optional)
        found.append(Moment(step, section.role, sentences, now_s, speech_s, silence, optional))
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
    return tuple(split_sentences(tidy(filled)))


def _silence(step: Step, pacing: str, speech_s: float) -> Span:
    match step:
        case model.WrittenPause(gap=gap, span=span):
            return span or gap_span(str(gap), pacing)
        case model.Ask(reflect=span) | model.Journaling(span=span) | model.Music(span=span):
            return span
        case model.Echo():
            return Span.fixed(max(5.0, 1.3 * speech_s + 2.0))
        case model.Breathe():
            return Span.fixed(step.cycles * step.cycle_s)
        case model.Tap():
            taps_s = step.sets * step.taps * 60.0 / step.per_minute
            return Span.fixed(taps_s + (step.sets - 1) * step.rest_s)
        case _:
            return Span.fixed(0.0)


def gap_after_s(all_moments: Sequence[Moment], index: int, pacing: str) -> float:
    """The silence between a step's last word and the next word, at its ideal, in seconds."""
    gap = all_moments[index].silence_s
    for it in all_moments[index + 1 :]:
        if it.is_voiced:
            break
        gap += it.silence_s
    return gap or gap_span("line", pacing).ideal_s
