"""The optional steps that a session of a given length keeps.

Ranks go as a whole, the last to be dropped first; of the rank that does not fit whole, the runs
of steps that still do, those first whose part of the session has less than its share. A step goes
with the steps it needs and with those of its own name (:mod:`quietude.script.needs`): together they
fit, or none is kept. Steps fit while the silences between them have the share of the time that is
natural for its length.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.plan.events import Extent, total_bounds
from quietude.plan.model import EchoPause, Pause
from quietude.plan.proportions import bounds_in, part_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.events import Event, Sequencer
    from quietude.plan.model import Plan, PlanStep


SILENCE = ((5.0, 0.32), (10.0, 0.44), (20.0, 0.54))
"""The least silence that words may leave where they do not fit with every pause at its ideal:
minutes, and the share that the silences a script asks for have of its time, that for guided breath,
taps and writing apart. Common are 30-35 % of five minutes, 40-50 % of ten, 50-60 % of twenty; what
is kept goes by whole steps, so most sessions come out a little above.
"""

SQUEEZES = (0.97, 0.85)
"""The limits, from ideal towards shortest, to which silences give way for words: the second where
the first would leave a part of the session without its share."""


SHORT_S, LAST_RANK = 7.5 * 60, 9
"""In sessions up to this length, optional steps of shared fragments come after all of the script's
own, whatever their rank: arriving, settling and the way back give way to what a session is for."""


def choices(plan: Plan, asked: int) -> list[list[PlanStep]]:
    """The steps with every rank, then with one rank less at a time, then with none.

    Args:
        plan: The plan.
        asked: The length of the session, in frames.
    """
    is_short = asked <= SHORT_S * plan.sample_rate_hz
    ranked = [(_rank(step, is_short=is_short), step) for step in plan.steps]
    ranks = sorted({rank for rank, _ in ranked if rank}, reverse=True)
    return [[step for rank, step in ranked if rank <= last] for last in (*ranks, 0)]


def _rank(step: PlanStep, *, is_short: bool) -> int:
    """The rank of a step in a session, 0 if it always stays.

    A step with a name keeps its own: what needs it has no higher one.
    """
    if step.rank is None:
        return 0
    return step.rank + LAST_RANK if is_short and step.fragment and not step.ids else step.rank


def kept_steps(plan: Plan, sequencer: Sequencer, asked: int) -> list[PlanStep] | None:
    """The steps of a session of ``asked`` frames; None if it cannot have that length.

    The richest choice whose words leave enough silence is kept, and of the next rank as much as
    still fits. Should every part of the session not get its share that way, silences give way less
    and fewer words are kept. As a last resort, the leanest choice that can have the length.
    """
    options = choices(plan, asked)
    sequences = [sequencer.events(steps) for steps in options]
    for squeeze in SQUEEZES:
        goal, last = FitGoal.of(asked, plan.sample_rate_hz, squeeze), squeeze == SQUEEZES[-1]
        number = next(
            (n for n, events in enumerate(sequences) if goal.admits(Extent.of(events))), None
        )
        if number is None:
            continue
        plain, richer = options[number], options[max(number - 1, 0)]
        filled = _filled(plan, sequencer, plain, richer, sequences[number], goal)
        for kept in (filled, plain) if last else (filled,):
            events = sequencer.events(kept)
            if _can_last(events, asked) and (last or _has_shares(plan, events, asked)):
                return kept
    for steps, events in zip(reversed(options), reversed(sequences), strict=True):
        if _can_last(events, asked):
            return steps
    return None


def _can_last(events: Sequence[Event], asked: int) -> bool:
    shortest, _, longest = total_bounds(events)
    return shortest <= asked <= longest


def _has_shares(plan: Plan, events: Sequence[Event], asked: int) -> bool:
    """True if every part of a session can have its share of it at the same time."""
    by_part: dict[str, list[Event]] = {}
    for event in events:
        by_part.setdefault(part_of(plan.roles[event.section]), []).append(event)
    shares = bounds_in(plan, set(by_part), asked / plan.sample_rate_hz)
    least = most = 0.0
    for part, own in by_part.items():
        shortest, _, longest = total_bounds(own)
        low, high = shares.get(part, (0.0, 1.0))
        if shortest > high * asked or longest < low * asked:
            return False
        least += max(shortest, low * asked)
        most += min(longest, high * asked)
    return least <= asked <= most


@dataclass(frozen=True, slots=True)
class FitGoal:
    """The length asked for, and the share of silence that words must leave in it.

    Attributes:
        frames: The length.
        silence: The share, 0 … 1.
        squeeze: The limit to which silences may give way, from ideal towards shortest, 0 … 1.
    """

    frames: int
    silence: float
    squeeze: float

    @classmethod
    def of(cls, frames: int, rate_hz: int, squeeze: float) -> FitGoal:
        """The goal for a session of so many frames; the share is interpolated between lengths."""
        minutes = frames / rate_hz / 60
        (_, silence), (_, last) = SILENCE[0], SILENCE[-1]
        for (few, less), (many, more) in pairwise(SILENCE):
            if few < minutes <= many:
                silence = less + (more - less) * (minutes - few) / (many - few)
        return cls(frames, last if minutes > SILENCE[-1][0] else silence, squeeze)

    def admits(self, extent: Extent) -> bool:
        """True if such steps fit with ideal pauses, or with shorter ones of enough share."""
        if extent.ideal <= self.frames:
            return True
        # The way all pauses have to go from ideal (0) towards shortest (1), were they to go alike.
        short = (extent.ideal - self.frames) / max(extent.ideal - extent.shortest, 1)
        if short > self.squeeze:
            return False
        yielding = extent.scripted_silence_ideal - extent.scripted_silence_shortest
        silence = extent.scripted_silence_ideal - short * yielding
        return silence >= self.silence * (self.frames - extent.excluded_frames)


def _filled(  # noqa: PLR0913, PLR0917  (one choice among what they are)
    plan: Plan,
    sequencer: Sequencer,
    steps: list[PlanStep],
    richer: list[PlanStep],
    events: Sequence[Event],
    goal: FitGoal,
) -> list[PlanStep]:
    """The steps, and as many groups of the next rank as still fit.

    A group is weighed by what it adds between its neighbours, so that the whole is looked at
    once however many groups there are.

    Args:
        plan: The plan.
        sequencer: Puts its steps in sequence.
        steps: The steps that fit.
        richer: The same, and those of the next rank.
        events: The sequence of ``steps``.
        goal: The length and the silence to be kept.
    """
    kept = {id(step) for step in steps}
    extent = Extent.of(events)
    need = _need_by_part(plan, events, goal.frames)
    index_of = {id(step): n for n, step in enumerate(richer)}

    def order(group: Sequence[PlanStep]) -> int:
        return need.get(part_of(plan.roles[group[0].section]), 1)

    waiting = _groups(richer, kept)
    for first in sorted(waiting, key=order):
        if id(first[0]) in kept:  # with one that needed it
            continue
        more, with_them = extent, set(kept)
        for group in _with_needed(first, waiting, kept):
            before = _neighbour(richer, index_of[id(group[0])], with_them, -1)
            after = _neighbour(richer, index_of[id(group[-1])], with_them, 1)
            more += sequencer.added(before, group, after)
            with_them |= {id(step) for step in group}
        if goal.admits(more):
            extent, kept = more, with_them
    return [step for step in richer if id(step) in kept]


def _with_needed(
    first: list[PlanStep], waiting: Sequence[list[PlanStep]], kept: set[int]
) -> list[list[PlanStep]]:
    """A group, and the others left out that it cannot do without, in order."""
    names = _names(first)
    together = {id(first)}
    while True:
        more = [
            group
            for group in waiting
            if id(group) not in together
            and id(group[0]) not in kept
            and any(not names.isdisjoint(step.ids) for step in group)
        ]
        if not more:
            return [group for group in waiting if id(group) in together]
        together |= {id(group) for group in more}
        names = names.union(*map(_names, more))


def _names(group: Sequence[PlanStep]) -> set[str]:
    return {name for step in group for name in (*step.ids, *step.needs)}


def _need_by_part(plan: Plan, events: Sequence[Event], asked: int) -> dict[str, int]:
    """For each part, 0 if it has less than its share at its ideal, 2 if it has more, else 1."""
    taken: dict[str, int] = {}
    for event in events:
        part = part_of(plan.roles[event.section])
        taken[part] = taken.get(part, 0) + event.bounds[1]
    bounds = bounds_in(plan, {part_of(role) for role in plan.roles}, asked / plan.sample_rate_hz)
    return {
        part: 0 if taken.get(part, 0) < low * asked else 2 if taken[part] > high * asked else 1
        for part, (low, high) in bounds.items()
    }


def _neighbour(steps: Sequence[PlanStep], index: int, kept: set[int], way: int) -> PlanStep | None:
    """The next step before (-1) or after (1) an index that is kept and heard."""
    index += way
    while 0 <= index < len(steps):
        if id(steps[index]) in kept and steps[index].is_heard:
            return steps[index]
        index += way
    return None


def _groups(steps: Sequence[PlanStep], kept: set[int]) -> list[list[PlanStep]]:
    """The steps that are left out, in the runs that belong together: a line goes with its silence.

    A section of which nothing is kept is one group: half of it may open something that only the
    other half closes.
    """
    begun = {step.section for step in steps if id(step) in kept}
    groups: list[list[PlanStep]] = []
    previous: PlanStep | None = None  # the step before, if it is left out too
    for step in steps:
        if id(step) in kept:
            previous = None
            continue
        apart = previous is None or previous.section != step.section
        if apart or (previous and step.section in begun and _starts_new_group(previous, step)):
            groups.append([step])
        else:
            groups[-1].append(step)
        previous = step
    return groups


def _starts_new_group(before: PlanStep, after: PlanStep) -> bool:
    """True if ``after`` can be left out without ``before``: after a silence, unless it goes on.

    Phrases to say after the voice belong together, and to the line that leads to them; the line
    after the time for a question may speak of its answer.
    """
    last = before.items[-1]
    silent = isinstance(last, EchoPause) or (isinstance(last, Pause) and last.kind != "reflect")
    both_echo = isinstance(last, EchoPause) and isinstance(after.items[-1], EchoPause)
    return silent and not both_echo and not isinstance(after.items[0], Pause)
