"""Steps → events: what happens one after the other, with the gaps that lie between.

Which gap stands between two phrases depends on which optional steps are kept, so gaps are laid
here, for one choice of steps at a time. A change of the bed takes no time and parts nothing.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from quietude.plan.model import BedChange, Block, EchoPause, Pause, Speech, Strike
from quietude.plan.silence_cap import cap_run
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quietude.plan.model import Item, Plan, PlanStep, Utterance

ASKED_FOR = frozenset({"pause", "reflect", "echo", "music"})
"""Silences the script asks for; not the gaps between lines, and not the time to write."""

ECHO_FACTOR, ECHO_EXTRA_S, ECHO_MIN_S, ECHO_STRETCH = 1.3, 2.0, 5.0, 1.5


@dataclass(frozen=True, slots=True)
class Event:
    """An item with everything known about it.

    Attributes:
        step: The step it belongs to, for a gap the one after it; None for the lead.
        item: What happens.
        section: The index of the section whose time it takes.
        frames: How long it lasts, if it is no pause.
        pause: Its bounds, if it is one.
    """

    step: PlanStep | None
    item: Item
    section: int
    frames: int = 0
    pause: Pause | None = None

    @property
    def bounds(self) -> tuple[int, int, int]:
        """The shortest, ideal and longest it can be, in frames."""
        it = self.pause
        return (it.min_frames, it.ideal_frames, it.max_frames) if it else (self.frames,) * 3


@dataclass(frozen=True, slots=True)
class Extent:
    """How long some events are together, and how much of it is silence, in frames.

    Attributes:
        shortest: With every pause as short as it may become.
        ideal: With every pause at its ideal.
        asked_shortest: Of the shortest, the silences that the script asks for.
        asked_ideal: Of the ideal, the silences that the script asks for.
        apart: What is neither words nor such silences: guided breath, taps, time to write.
    """

    shortest: int
    ideal: int
    asked_shortest: int
    asked_ideal: int
    apart: int

    @classmethod
    def of(cls, events: Sequence[Event]) -> Extent:
        """The extent of some events."""
        asked = [it.bounds for it in events if it.pause and it.pause.kind in ASKED_FOR]
        shortest, ideal, _ = total_bounds(events)
        return cls(
            shortest,
            ideal,
            sum(it[0] for it in asked),
            sum(it[1] for it in asked),
            sum(it.bounds[1] for it in events if _is_apart(it)),
        )

    def __add__(self, other: Extent) -> Extent:
        """Both together."""
        return Extent(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __sub__(self, other: Extent) -> Extent:
        """What this has more than the other."""
        return Extent(*(a - b for a, b in zip(astuple(self), astuple(other), strict=True)))


def total_bounds(events: Sequence[Event]) -> tuple[int, int, int]:
    """The shortest, ideal and longest some events can take together, in frames."""
    bounds = [it.bounds for it in events]
    return sum(it[0] for it in bounds), sum(it[1] for it in bounds), sum(it[2] for it in bounds)


class Layer:
    """Lays the steps of one plan out as events.

    Args:
        plan: What happens.
        lengths: The length of every utterance of the plan, in frames.
        ring_frames: How long each bell of the plan rings, in frames.
    """

    def __init__(
        self, plan: Plan, lengths: Mapping[Utterance, int], ring_frames: Mapping[str, int]
    ) -> None:
        self._plan = plan
        self._lengths = lengths
        self._ring_frames = ring_frames

    def events(self, steps: Sequence[PlanStep]) -> list[Event]:
        """The steps one after the other, with the gaps between them, the lead and the tail."""
        lead = self._plan.gaps.lead
        first = steps[0].section if steps else 0
        events = [Event(None, lead, first, pause=lead), *self._row(None, steps)]
        last = next((it for it in reversed(steps) if it.is_heard), None)
        tail = self._tail(events)
        section = last.section if last else first
        return self._capped([*events, Event(last, tail, section, pause=tail)])

    def own_bounds(self, step: PlanStep) -> tuple[int, int, int]:
        """The shortest, ideal and longest a step can take by itself, in frames."""
        return total_bounds([self._event(step, item) for item in step.items])

    def longest_silence(self, step: PlanStep) -> int:
        """How long the silences of a step can be together, in frames."""
        return sum(self._event(step, it).bounds[2] for it in step.items if _is_silence(it))

    def added(
        self, before: PlanStep | None, group: Sequence[PlanStep], after: PlanStep | None
    ) -> Extent:
        """What some steps between two others add."""
        ends = [] if after is None else [after]
        longer, plain = self._row(before, [*group, *ends]), self._row(before, ends)
        return Extent.of(list(longer)) - Extent.of(list(plain))

    def _row(self, previous: PlanStep | None, steps: Sequence[PlanStep]) -> Iterator[Event]:
        for step in steps:
            gap = self._gap(previous, step) if previous and step.is_heard else None
            if gap and previous:
                yield Event(step, gap, previous.section, pause=gap)
            yield from (self._event(step, item) for item in step.items)
            previous = step if step.is_heard else previous

    def _gap(self, before: PlanStep, after: PlanStep) -> Pause | None:
        last, first = before.items[-1], after.items[0]
        if isinstance(last, Pause | EchoPause) or isinstance(first, Pause):
            return None
        gaps = self._plan.gaps
        if isinstance(last, Strike):
            return gaps.after_bell
        return gaps.line if before.section == after.section else gaps.transition

    def _event(self, step: PlanStep, item: Item) -> Event:
        match item:
            case Speech():
                return Event(step, item, step.section, frames=self._lengths[item.utterance])
            case Block():
                return Event(step, item, step.section, frames=item.length_frames)
            case Strike() | BedChange():
                return Event(step, item, step.section)
            case Pause():
                return Event(step, item, step.section, pause=item)
            case EchoPause():
                return Event(step, item, step.section, pause=self._echo_pause(item))

    def _echo_pause(self, item: EchoPause) -> Pause:
        rate_hz = self._plan.sample_rate_hz
        phrase = self._lengths[item.utterance]
        natural = round(ECHO_FACTOR * phrase) + seconds_to_frames(ECHO_EXTRA_S, rate_hz)
        least = max(natural, seconds_to_frames(ECHO_MIN_S, rate_hz))
        return Pause(least, least, round(least * ECHO_STRETCH), kind="echo")

    def _tail(self, events: Sequence[Event]) -> Pause:
        """The last silence, long enough for every bell to ring out."""
        tail = self._plan.gaps.tail
        least = tail.min_frames
        following = 0
        for event in reversed(events):
            if isinstance(event.item, Strike):
                least = max(least, self._ring_frames[event.item.cue.asset] - following)
            following += event.bounds[0]
        ideal = max(least, tail.ideal_frames)
        return Pause(least, ideal, max(ideal, tail.max_frames), tail.weight, tail.kind)

    def _capped(self, events: list[Event]) -> list[Event]:
        """The events with no silence that could leave the listener alone for too long."""
        cap = self._plan.silence_cap_frames
        if cap is None:
            return events
        voiced = [n for n, it in enumerate(events) if isinstance(it.item, Speech | Block)]
        last_voice = voiced[-1] if voiced else -1
        capped, run = list[Event](), list[Event]()
        for number, event in enumerate(events):
            if isinstance(event.item, Speech | Block) or _is_edge(event):
                capped += [*_cap(run, cap), event]
                run = []
            elif number > last_voice and event.pause and event.pause.kind == "music":
                capped += [*run, event]  # the end belongs to the bed, for as long as it likes
                run = []
            else:  # a bell is no voice, nor is another bed
                run.append(event)
        return capped + _cap(run, cap)


def _is_apart(event: Event) -> bool:
    return isinstance(event.item, Block) or bool(event.pause and event.pause.kind == "journal")


def _is_silence(item: Item) -> bool:
    return isinstance(item, Pause | EchoPause)


def _is_edge(event: Event) -> bool:
    return event.pause is not None and event.pause.kind in {"lead", "tail"}


def _cap(run: Sequence[Event], cap_frames: int) -> list[Event]:
    pauses = iter(cap_run([it.pause for it in run if it.pause], cap_frames))
    return [replace(it, pause=next(pauses)) if it.pause else it for it in run]
