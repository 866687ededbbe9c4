"""Plan steps → events: everything that happens, in order, with the gaps between the steps.

Which gap stands between two phrases depends on which optional steps are kept, so gaps are laid
here, for one choice of steps at a time. A change of the bed takes no time and parts nothing.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from quietude.plan.clock import with_clock_times
from quietude.plan.model import BedFade, Block, EchoPause, Pause, Speech, Strike
from quietude.plan.solver import share_out
from quietude.plan.stretch import asks_for
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quietude.plan.model import Item, Plan, PlanStep, Utterance
    from quietude.script.bed import BellSound

SCRIPTED_SILENCES = frozenset({"pause", "reflect", "echo", "music", "clock"})
"""Silences the script asks for; not the gaps between lines, and not the time to write."""

ECHO_FACTOR, ECHO_EXTRA_S, ECHO_MIN_S, ECHO_STRETCH = 1.3, 2.0, 5.0, 1.5


@dataclass(frozen=True, slots=True)
class Event:
    """One item of a session, with its length.

    Attributes:
        step: The step it belongs to; for a gap the step after it; None for the lead.
        item: The speech, pause, block, bell or bed change.
        section: The index of the section whose time it takes.
        frames: Its length; of a pause, 0 until the fit has found it.
        between: True for the lead, the tail and the gaps between steps.
    """

    step: PlanStep | None
    item: Item
    section: int
    frames: int = 0
    between: bool = False

    @property
    def pause(self) -> Pause | None:
        """The bounds of a pause; None for anything else."""
        return self.item if isinstance(self.item, Pause) else None

    @property
    def bounds(self) -> tuple[int, int, int]:
        """The shortest, ideal and longest length, in frames."""
        pause = self.pause
        if pause is None:
            return (self.frames,) * 3
        return pause.min_frames, pause.ideal_frames, pause.max_frames


@dataclass(frozen=True, slots=True)
class Extent:
    """The length of some events together, and the silence in it, in frames.

    Attributes:
        shortest: With every pause as short as it may become.
        ideal: With every pause at its ideal.
        scripted_silence_shortest: Of the shortest, the silences that the script asks for.
        scripted_silence_ideal: Of the ideal, the silences that the script asks for.
        excluded_frames: Breathing, tapping and the time to write, which the share of silence is
            not measured over.
    """

    shortest: int
    ideal: int
    scripted_silence_shortest: int
    scripted_silence_ideal: int
    excluded_frames: int

    @classmethod
    def of(cls, events: Sequence[Event]) -> Extent:
        """The extent of some events."""
        scripted = [
            event.pause for event in events if event.pause and event.pause.kind in SCRIPTED_SILENCES
        ]
        shortest, ideal, _ = total_bounds(events)
        return cls(
            shortest,
            ideal,
            sum(pause.min_frames for pause in scripted),
            sum(pause.ideal_frames for pause in scripted),
            sum(event.bounds[1] for event in events if _is_excluded(event)),
        )

    def __add__(self, other: Extent) -> Extent:
        """Both together."""
        return Extent(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __sub__(self, other: Extent) -> Extent:
        """The difference, field by field."""
        return Extent(*(a - b for a, b in zip(astuple(self), astuple(other), strict=True)))


def total_bounds(events: Sequence[Event]) -> tuple[int, int, int]:
    """The shortest, ideal and longest length of some events together, in frames."""
    bounds = [event.bounds for event in events]
    return (
        sum(shortest for shortest, _, _ in bounds),
        sum(ideal for _, ideal, _ in bounds),
        sum(longest for _, _, longest in bounds),
    )


class Sequencer:
    """Puts the steps of one plan in sequence, as events.

    Args:
        plan: The plan.
        lengths: The length of every utterance of the plan, in frames.
        bell_decay_frames: The length of each bell of the plan, in frames, until it has rung out.
    """

    def __init__(
        self,
        plan: Plan,
        lengths: Mapping[Utterance, int],
        bell_decay_frames: Mapping[BellSound, int],
    ) -> None:
        self._plan = plan
        self._lengths = lengths
        self._bell_decay_frames = bell_decay_frames

    def events(self, steps: Sequence[PlanStep]) -> list[Event]:
        """The steps one after the other, with the gaps between them, the lead and the tail."""
        return self._capped(self.uncapped(steps))

    def uncapped(self, steps: Sequence[PlanStep]) -> list[Event]:
        """The same with every silence as long as it may stretch, however long that leaves alone."""
        first = steps[0].section if steps else 0
        lead = _between(None, self._plan.gaps.lead, first)
        events = [lead, *self._sequence(None, steps)]
        last = next((step for step in reversed(steps) if step.is_heard), None)
        section = last.section if last else first
        events.append(_between(last, self._tail(events), section))
        return with_clock_times(events, self._plan.gaps.line)

    def own_bounds(self, step: PlanStep) -> tuple[int, int, int]:
        """The shortest, ideal and longest length of one step without its gaps, in frames."""
        return total_bounds([self._event(step, item) for item in step.items])

    def longest_silence(self, step: PlanStep) -> int:
        """The longest that the silences of a step can be together, in frames."""
        events = [self._event(step, item) for item in step.items]
        return sum(event.pause.max_frames for event in events if event.pause)

    def added(
        self, before: PlanStep | None, group: Sequence[PlanStep], after: PlanStep | None
    ) -> Extent:
        """The extent that some steps add between two others, with the gaps they bring or end."""
        ends = [] if after is None else [after]
        longer, plain = self._sequence(before, [*group, *ends]), self._sequence(before, ends)
        return Extent.of(list(longer)) - Extent.of(list(plain))

    def _sequence(self, previous: PlanStep | None, steps: Sequence[PlanStep]) -> Iterator[Event]:
        for step in steps:
            gap = self._gap(previous, step) if previous and step.is_heard else None
            if gap and previous:
                yield _between(step, gap, previous.section)
            yield from (self._event(step, item) for item in step.items)
            previous = step if step.is_heard else previous

    def _gap(self, before: PlanStep, after: PlanStep) -> Pause | None:
        last, first = before.items[-1], after.items[0]
        if isinstance(last, Pause | EchoPause) or isinstance(first, Pause):
            return None
        gaps = self._plan.gaps
        if isinstance(last, Strike):
            return gaps.after_bell
        if before.section != after.section:
            return gaps.transition
        if gaps.after_question and isinstance(last, Speech):
            match asks_for(last.utterance.text):
                case "answer":
                    return gaps.after_question
                case "time":
                    return gaps.after_invitation
        return gaps.line

    def _event(self, step: PlanStep, item: Item) -> Event:
        match item:
            case Speech():
                return Event(step, item, step.section, self._lengths[item.utterance])
            case Block():
                return Event(step, item, step.section, item.length_frames)
            case EchoPause():
                return Event(step, self._echo_pause(item), step.section)
            case Strike() | BedFade() | Pause():
                return Event(step, item, step.section)

    def _echo_pause(self, item: EchoPause) -> Pause:
        """The silence to say a phrase in: longer than the voice took, since nobody is as quick."""
        rate_hz = self._plan.sample_rate_hz
        phrase = self._lengths[item.utterance]
        natural = round(ECHO_FACTOR * phrase) + seconds_to_frames(ECHO_EXTRA_S, rate_hz)
        least = max(natural, seconds_to_frames(ECHO_MIN_S, rate_hz))
        return Pause(least, least, round(least * ECHO_STRETCH), kind="echo")

    def _tail(self, events: Sequence[Event]) -> Pause:
        """The last silence, long enough for every bell to ring out."""
        tail = self._plan.gaps.tail
        least = tail.min_frames
        following = 0  # the least time from here to the tail
        for event in reversed(events):
            if isinstance(event.item, Strike):
                least = max(least, self._bell_decay_frames[event.item.cue.asset] - following)
            following += event.bounds[0]
        ideal = max(least, tail.ideal_frames)
        return Pause(least, ideal, max(ideal, tail.max_frames), tail.weight, tail.kind)

    def _capped(self, events: list[Event]) -> list[Event]:
        """The events with no silence that could leave the listener alone for too long."""
        cap = self._plan.silence_cap_frames
        if cap is None:
            return events
        voiced = [n for n, event in enumerate(events) if isinstance(event.item, Speech | Block)]
        last_voice = voiced[-1] if voiced else -1
        capped, run = list[Event](), list[Event]()
        for number, event in enumerate(events):
            if isinstance(event.item, Speech | Block) or _is_edge(event):
                capped += [*_cap_run(run, cap), event]
                run = []
            elif number > last_voice and event.pause and event.pause.kind == "music":
                capped += [*run, event]  # the end belongs to the bed, for as long as it likes
                run = []
            else:  # a bell is no voice, nor is another bed
                run.append(event)
        return capped + _cap_run(run, cap)


def _between(step: PlanStep | None, pause: Pause, section: int) -> Event:
    return Event(step, pause, section, between=True)


def _is_excluded(event: Event) -> bool:
    return isinstance(event.item, Block) or bool(event.pause and event.pause.kind == "journal")


def _is_edge(event: Event) -> bool:
    return event.pause is not None and event.pause.kind in {"lead", "tail"}


def _cap_run(run: list[Event], cap_frames: int) -> list[Event]:
    pauses = [event.pause for event in run if event.pause]
    if sum(pause.max_frames for pause in pauses) <= cap_frames:  # most of them, by far
        return run
    capped = iter(cap_silences(pauses, cap_frames))
    return [replace(event, item=next(capped)) if event.pause else event for event in run]


def cap_silences(run: Sequence[Pause], cap_frames: int) -> list[Pause]:
    """Neighbouring silences, stretching no further than a cap on all of them together.

    What is written stays: a silence is never made shorter than its ideal, so a script that asks
    for a longer one gets it (and a word from ``quietude check``).

    Args:
        run: Silences with no voice between them.
        cap_frames: The longest they may become together.
    """
    ideal = sum(pause.ideal_frames for pause in run)
    room = [pause.max_frames - pause.ideal_frames for pause in run]
    allowed = max(0, cap_frames - ideal)
    if sum(room) <= allowed:
        return list(run)
    weights = [Fraction(max(pause.ideal_frames, 1)) for pause in run]
    shares = share_out(allowed, room, weights)
    return [
        replace(pause, max_frames=pause.ideal_frames + share)
        for pause, share in zip(run, shares, strict=True)
    ]
