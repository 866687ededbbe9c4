"""Plan + the measured length of every phrase → Timeline: the silences solved to the frame.

Optional steps are kept while they fit, in a short session with shorter silences; then every
elastic pause takes its share of what is left, in proportion to its ideal length and weight,
between its bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from quietude.errors import DurationError, PlanError
from quietude.plan.model import Block, EchoPause, Pause, Speech, Strike
from quietude.plan.share import share_out
from quietude.plan.timeline import Chapter, CuePlacement, Placement, Silence, Timeline
from quietude.plan.touch import cap_run
from quietude.units import clock, seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.plan.model import Item, Plan, PlanStep, Utterance

BRIEFNESS = ((5.0, 0.7), (15.0, 0.0))
"""How far from ideal towards shortest silences go before words are left out: minutes, share.

Measured on exercises of the library (`docs/library.md` has the table): the silences that a script
asks for are 41 % of five minutes on average with it, 44 % without; of ten minutes 49 and 51 %.
"""

ECHO_FACTOR, ECHO_EXTRA_S, ECHO_MIN_S, ECHO_STRETCH = 1.3, 2.0, 5.0, 1.5


@dataclass(frozen=True, slots=True)
class _Event:
    """An item with everything known about it; a pause where ``pause`` is set."""

    step: PlanStep | None
    item: Item
    frames: int = 0
    pause: Pause | None = None


def fit(plan: Plan, lengths: Mapping[Utterance, int], ring_frames: Mapping[str, int]) -> Timeline:
    """Lay a plan out in time.

    Args:
        plan: What happens.
        lengths: The length of every utterance of the plan, in frames at its sample rate.
        ring_frames: How long each bell of the plan rings, in frames; the session does not end
            before the last one has.

    Returns:
        The timeline: exactly ``plan.duration_frames`` long if that is set, otherwise with every
        pause at its ideal.

    Raises:
        DurationError: if the length asked for lies outside what the script can have.
        PlanError: if a spoken count does not fit into its breath.
    """
    return _Fit(plan, lengths, ring_frames).timeline()


class _Fit:
    def __init__(
        self, plan: Plan, lengths: Mapping[Utterance, int], ring_frames: Mapping[str, int]
    ) -> None:
        self.plan = plan
        self.lengths = lengths
        self.ring_frames = ring_frames

    def timeline(self) -> Timeline:
        self._check_blocks()
        steps = self._kept()
        events = self._events(steps)
        asked = self.plan.duration_frames
        pauses = [it.pause for it in events if it.pause]
        fixed = sum(it.frames for it in events)
        fitted = iter(_solve(pauses, None if asked is None else asked - fixed))
        dropped = sorted({it.line_no for it in self.plan.steps} - {it.line_no for it in steps})
        return self._lay_out(
            [(it, next(fitted) if it.pause else it.frames) for it in events], dropped
        )

    def _kept(self) -> list[PlanStep]:
        """The steps of the session: as many ranks of optional ones as the length allows."""
        asked = self.plan.duration_frames
        ranks = sorted({it.rank for it in self.plan.steps if it.rank is not None}, reverse=True)
        choices = [self._up_to(rank) for rank in (*ranks, 0)]
        if asked is None:
            return choices[0]
        bounds = [self._bounds(steps) for steps in choices]
        for number, it in enumerate(bounds):
            if self._natural(it) <= asked:
                steps = self._filled(choices[number], choices[max(number - 1, 0)], asked)
                if asked <= self._bounds(steps)[2]:
                    return steps
        for steps, (shortest, _, longest) in zip(reversed(choices), reversed(bounds), strict=True):
            if shortest <= asked <= longest:
                return steps
        raise self._infeasible(asked, min(it[0] for it in bounds), max(it[2] for it in bounds))

    def _filled(self, steps: list[PlanStep], richer: list[PlanStep], asked: int) -> list[PlanStep]:
        """The steps, and as many groups of the next rank as still fit at their natural length."""
        kept = {id(it) for it in steps}
        natural = self._natural(self._bounds(steps))
        for group in _groups(richer, kept):
            wider = [it for it in richer if id(it) in kept or any(it is one for one in group)]
            # What a group takes by itself rules most of them out without laying out the whole.
            if natural + self._speech(group) > asked:
                continue
            if (with_group := self._natural(self._bounds(wider))) <= asked:
                kept |= {id(it) for it in group}
                natural = with_group
        return [it for it in richer if id(it) in kept]

    def _natural(self, bounds: tuple[int, int, int]) -> int:
        """How long some steps would like to be in a session of the length asked for.

        A short session has shorter silences, and so more words: from some steps' ideal length
        towards their shortest, as :data:`BRIEFNESS` says.
        """
        shortest, ideal, _ = bounds
        asked_min = (self.plan.duration_frames or 0) / self.plan.sample_rate_hz / 60
        return round(ideal - _briefness(asked_min) * (ideal - shortest))

    def _speech(self, group: Sequence[PlanStep]) -> int:
        events = [self._event(step, item) for step in group for item in step.items]
        return sum(it.frames for it in events if not it.pause)

    def _up_to(self, rank: int) -> list[PlanStep]:
        return [it for it in self.plan.steps if it.rank is None or it.rank <= rank]

    def _bounds(self, steps: Sequence[PlanStep]) -> tuple[int, int, int]:
        """The shortest, ideal and longest these steps can take, in frames."""
        shortest = ideal = longest = 0
        for event in self._events(steps):
            shortest += event.pause.min_frames if event.pause else event.frames
            ideal += event.pause.ideal_frames if event.pause else event.frames
            longest += event.pause.max_frames if event.pause else event.frames
        return shortest, ideal, longest

    def _events(self, steps: Sequence[PlanStep]) -> list[_Event]:
        """The steps one after the other, with the gaps between them, the lead and the tail."""
        gaps = self.plan.gaps
        events = [_Event(None, gaps.lead, pause=gaps.lead)]
        previous: PlanStep | None = None
        for step in steps:
            gap = self._gap(previous, step) if previous else None
            if gap:
                events.append(_Event(step, gap, pause=gap))
            events.extend(self._event(step, item) for item in step.items)
            previous = step
        tail = self._tail(events)
        events.append(_Event(previous, tail, pause=tail))
        return self._capped(events)

    def _capped(self, events: list[_Event]) -> list[_Event]:
        """The events with no silence that could leave the listener alone for too long."""
        cap = self.plan.silence_cap_frames
        if cap is None:
            return events
        capped, run = list[_Event](), list[_Event]()
        for event in events:
            pause = event.pause
            if pause and pause.kind not in {"lead", "tail"}:
                run.append(event)
                continue
            if not isinstance(event.item, Strike):  # a bell is no voice
                capped += _cap(run, cap)
                run = []
                capped.append(event)
                continue
            run.append(event)
        return capped + _cap(run, cap)

    def _gap(self, before: PlanStep, after: PlanStep) -> Pause | None:
        last, first = before.items[-1], after.items[0]
        if isinstance(last, Pause | EchoPause) or isinstance(first, Pause):
            return None
        if isinstance(last, Strike):
            return self.plan.gaps.after_bell
        return self.plan.gaps.line if before.section == after.section else self.plan.gaps.transition

    def _event(self, step: PlanStep, item: Item) -> _Event:
        match item:
            case Speech():
                return _Event(step, item, frames=self.lengths[item.utterance])
            case Block():
                return _Event(step, item, frames=item.length_frames)
            case Strike():
                return _Event(step, item)
            case Pause():
                return _Event(step, item, pause=item)
            case EchoPause():
                return _Event(step, item, pause=self._echo_pause(item))

    def _echo_pause(self, item: EchoPause) -> Pause:
        rate_hz = self.plan.sample_rate_hz
        phrase = self.lengths[item.utterance]
        natural = round(ECHO_FACTOR * phrase) + seconds_to_frames(ECHO_EXTRA_S, rate_hz)
        least = max(natural, seconds_to_frames(ECHO_MIN_S, rate_hz))
        return Pause(least, least, round(least * ECHO_STRETCH), kind="echo")

    def _tail(self, events: Sequence[_Event]) -> Pause:
        """The last silence, long enough for every bell to ring out."""
        tail = self.plan.gaps.tail
        least = tail.min_frames
        following = 0
        for event in reversed(events):
            if isinstance(event.item, Strike):
                least = max(least, self.ring_frames[event.item.cue.asset] - following)
            following += event.pause.min_frames if event.pause else event.frames
        ideal = max(least, tail.ideal_frames)
        return Pause(least, ideal, max(ideal, tail.max_frames), tail.weight, tail.kind)

    def _check_blocks(self) -> None:
        for step in self.plan.steps:
            for item in step.items:
                if not isinstance(item, Block):
                    continue
                for it in item.speech:
                    if self.lengths[it.utterance] > it.room_frames:
                        message = f'there is no room to say "{it.utterance.text}" in this breath'
                        hint = "Lengthen that phase, or write guide: tone."
                        raise PlanError(
                            message, path=self.plan.source, line=step.line_no, hint=hint
                        )

    def _infeasible(self, asked: int, shortest: int, longest: int) -> DurationError:
        rate_hz = self.plan.sample_rate_hz
        short_s, long_s = shortest / rate_hz, longest / rate_hz
        message = (
            f"this script cannot last {clock(asked / rate_hz)}: "
            f"it can be {clock(-(-shortest // rate_hz))} to {clock(longest // rate_hz)} long"
        )
        lines = self._stiffest() if asked < shortest else self._stretchiest()
        change = "shorten or mark as optional" if asked < shortest else "widen the silences of"
        return DurationError(
            message,
            shortest_s=short_s,
            longest_s=long_s,
            path=self.plan.source,
            hint=f"To change that, {change} the steps on lines {', '.join(map(str, lines))}.",
        )

    def _stiffest(self) -> list[int]:
        """The lines of the three steps that take the most time however much is squeezed."""
        takes = {
            step.line_no: sum(
                event.pause.min_frames if event.pause else event.frames
                for event in (self._event(step, item) for item in step.items)
            )
            for step in self._up_to(0)
        }
        return sorted(sorted(takes, key=lambda line: -takes[line])[:3])

    def _stretchiest(self) -> list[int]:
        """The lines of the three steps with the longest silences."""
        takes: dict[int, int] = {}
        for step in self.plan.steps:
            events = [self._event(step, item) for item in step.items]
            takes[step.line_no] = sum(it.pause.max_frames for it in events if it.pause)
        return sorted(sorted(takes, key=lambda line: -takes[line])[:3])

    def _lay_out(self, events: Sequence[tuple[_Event, int]], dropped: Sequence[int]) -> Timeline:
        now, section = 0, -1
        placements: list[Placement] = []
        cues: list[CuePlacement] = []
        silences: list[Silence] = []
        chapters: list[Chapter] = []
        for event, frames in events:
            step, item = event.step, event.item
            if step and step.section != section and not _is_gap(item):
                section = step.section
                chapters.append(Chapter(self.plan.sections[section], now if chapters else 0))
            match item:
                case Speech():
                    placements.append(Placement(item.utterance, now, frames))
                case Strike():
                    cues.append(CuePlacement(item.cue, now))
                case Block():
                    cues += [CuePlacement(cue, now + offset) for offset, cue in item.cues]
                    placements += [
                        Placement(it.utterance, now + it.offset_frames, self.lengths[it.utterance])
                        for it in item.speech
                    ]
                case Pause() | EchoPause():
                    line_no = step.line_no if step else 0
                    assert event.pause
                    ideal = event.pause.ideal_frames
                    silences.append(Silence(event.pause.kind, now, frames, line_no, ideal))
            now += frames
        return Timeline(
            title=self.plan.title,
            placements=tuple(placements),
            cues=tuple(cues),
            silences=tuple(silences),
            chapters=tuple(chapters),
            dropped_lines=tuple(dropped),
            total_frames=now,
            sample_rate_hz=self.plan.sample_rate_hz,
        )


def _briefness(minutes: float) -> float:
    (few, most), (many, least) = BRIEFNESS
    share = min(max((minutes - few) / (many - few), 0.0), 1.0)
    return most + share * (least - most)


def _groups(steps: Sequence[PlanStep], without: set[int]) -> list[list[PlanStep]]:
    """What is left out, in the runs that stand together: a line goes with its silence.

    A section of which nothing is kept stands together as a whole: half of it may open something
    that only the other half closes.
    """
    begun = {it.section for it in steps if id(it) in without}
    groups: list[list[PlanStep]] = []
    together = False
    for step in steps:
        left_out = id(step) not in without
        before = groups[-1][-1] if together else None
        if before and before.section == step.section:
            parts = step.section in begun and _parts(before, step)
        else:
            parts = True
        if left_out and not parts:
            groups[-1].append(step)
        elif left_out:
            groups.append([step])
        together = left_out
    return groups


def _parts(before: PlanStep, after: PlanStep) -> bool:
    """Whether something new begins: after a silence, anything but more silence.

    Phrases to say after the voice belong together, and to the line that leads to them.
    """
    silent = isinstance(before.items[-1], Pause | EchoPause)
    both_echo = isinstance(before.items[-1], EchoPause) and isinstance(after.items[-1], EchoPause)
    return silent and not both_echo and not isinstance(after.items[0], Pause)


def _cap(run: Sequence[_Event], cap_frames: int) -> list[_Event]:
    pauses = iter(cap_run([it.pause for it in run if it.pause], cap_frames))
    return [replace(it, pause=next(pauses)) if it.pause else it for it in run]


def _is_gap(item: Item) -> bool:
    return isinstance(item, Pause) and item.kind in {"gap", "tail"}


def _solve(pauses: Sequence[Pause], total: int | None) -> list[int]:
    """The length of each pause, in frames; together exactly ``total``, or each its ideal."""
    ideals = [it.ideal_frames for it in pauses]
    if total is None:
        return ideals
    weights = [Fraction(it.weight) * max(it.ideal_frames, 1) for it in pauses]
    change = total - sum(ideals)
    if change >= 0:
        room = [it.max_frames - it.ideal_frames for it in pauses]
        return [a + b for a, b in zip(ideals, share_out(change, room, weights), strict=True)]
    room = [it.ideal_frames - it.min_frames for it in pauses]
    return [a - b for a, b in zip(ideals, share_out(-change, room, weights), strict=True)]
