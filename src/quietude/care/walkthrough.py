"""A script as the listener meets it: every step at its time, as the fit estimates it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quietude.errors import PlanError
from quietude.plan.compose import composition
from quietude.plan.estimate import estimated_lengths
from quietude.plan.fit import length_bounds, unstretched
from quietude.plan.model import Speech
from quietude.plan.request import Request
from quietude.script import model
from quietude.script.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.plan.model import Plan, PlanStep, Utterance
    from quietude.script.bed import BellSound
    from quietude.script.model import Role, Script, Section, Step


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of a script, at its time if every pause has its ideal.

    Attributes:
        step: The step as it is written.
        section: The section it stands in.
        sentences: The sentences said in it, personal details at their defaults.
        start_s: Its start, in seconds from the start of the session.
        speech_end_s: The end of its last word, in seconds; its start if it has no words.
        end_s: Its end, silence included, in seconds.
    """

    step: Step
    section: Section
    sentences: tuple[str, ...]
    start_s: float
    speech_end_s: float
    end_s: float

    @property
    def role(self) -> Role:
        """The role of its section."""
        return self.section.role

    @property
    def silence_s(self) -> float:
        """The time after its last word, in seconds."""
        return self.end_s - self.speech_end_s

    @property
    def line(self) -> int:
        """Its line in the definition."""
        return self.step.line

    @property
    def is_voiced(self) -> bool:
        """True if something leads the listener meanwhile: words, breaths or taps."""
        return bool(self.sentences) or isinstance(self.step, model.Breathe | model.Tap)

    @property
    def text(self) -> str:
        """All its sentences."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Walkthrough:
    """A whole script, moment by moment.

    Attributes:
        moments: Every step, in order, optional ones included.
        total_s: The length of the session with every pause at its ideal, in seconds.
    """

    moments: Sequence[Moment]
    total_s: float
    _plan: Plan
    _lengths: Mapping[Utterance, int]

    def bounds_s(self) -> tuple[float, float]:
        """The shortest and the longest a session can be, in seconds."""
        shortest, longest = length_bounds(self._plan, self._lengths, _no_rings(self._plan))
        return shortest / self._plan.sample_rate_hz, longest / self._plan.sample_rate_hz


def walkthrough(script: Script, silence_cap_s: float) -> Walkthrough | None:
    """A script with every optional step and nothing personal; None if it cannot be composed.

    Composing the session itself then tells what is wrong, with its line.

    Args:
        script: A script with no choices left in it; see :mod:`quietude.care.variants`.
        silence_cap_s: The longest that silences may stretch to without a voice, in seconds.
    """
    try:
        composed = composition(script, Request(lexicon=Lexicon()), silence_cap_s=silence_cap_s)
    except PlanError:
        return None
    plan = composed.plan
    lengths = estimated_lengths(plan)
    timeline = unstretched(plan, lengths, _no_rings(plan))
    rate_hz = plan.sample_rate_hz
    placed = iter(timeline.steps)
    moments: list[Moment] = []
    now = 0
    for step in composed.steps:
        # Notes, and lines that an empty detail leaves nothing of, take no time.
        start = speech_end = end = now
        if step.planned:
            placement = next(placed)
            start, end = placement.start_frame, placement.end_frame
            speech_end = placement.speech_end_frame
        moments.append(
            Moment(
                step.step,
                step.section,
                _sentences(step.planned),
                start / rate_hz,
                speech_end / rate_hz,
                end / rate_hz,
            )
        )
        now = end
    return Walkthrough(moments, timeline.seconds, plan, lengths)


def _sentences(step: PlanStep | None) -> tuple[str, ...]:
    """The sentences of a step, without the words inside a guided breath."""
    items = step.items if step else ()
    return tuple(item.utterance.text for item in items if isinstance(item, Speech))


def _no_rings(plan: Plan) -> dict[BellSound, int]:
    """No bell rings out: care knows no sounds, and the last of them changes only the tail."""
    return dict.fromkeys(plan.bells(), 0)
