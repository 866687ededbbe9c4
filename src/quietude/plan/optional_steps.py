"""Which optional steps a session of a given length keeps.

Ranks go as a whole, the last to be dropped first; of the rank that does not fit whole, the runs
of steps that still do, those first whose part of the session has less than its share. Steps fit
while the silences between them have the share of the time that is natural for its length.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.plan.events import Extent, total_bounds
from quietude.plan.model import EchoPause, Pause
from quietude.plan.proportions import bounds_of, part_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.events import Event, Layer
    from quietude.plan.model import Plan, PlanStep


SILENCE = ((5.0, 0.32), (10.0, 0.44), (20.0, 0.54))
"""The least silence that words may leave where they do not fit with every pause at its ideal:
minutes, and the share that the silences a script asks for have of its time, that for guided breath,
taps and writing apart. Common are 30-35 % of five minutes, 40-50 % of ten, 50-60 % of twenty; what
is kept goes by whole steps, so most sessions come out a little above.
"""


def choices(plan: Plan) -> list[list[PlanStep]]:
    """The steps with every rank, then with one rank less at a time, then with none."""
    ranks = sorted({it.rank for it in plan.steps if it.rank is not None}, reverse=True)
    return [[it for it in plan.steps if it.rank is None or it.rank <= rank] for rank in (*ranks, 0)]


def kept_steps(plan: Plan, layer: Layer, asked: int) -> list[PlanStep] | None:
    """The steps of a session of ``asked`` frames; None if it cannot have that length."""
    options = choices(plan)
    laid = [layer.events(steps) for steps in options]
    for squeeze in SQUEEZES:
        wanted, last = Wanted.of(asked, plan.sample_rate_hz, squeeze), squeeze == SQUEEZES[-1]
        number = next((n for n, it in enumerate(laid) if wanted.holds(Extent.of(it))), None)
        if number is None:
            continue
        plain, richer = options[number], options[max(number - 1, 0)]
        for kept in (_filled(plan, layer, plain, richer, laid[number], wanted), plain)[: 1 + last]:
            events = layer.events(kept)
            shortest, _, longest = total_bounds(events)
            if shortest <= asked <= longest and (last or _has_shares(plan, events, asked)):
                return kept
    for steps, events in zip(reversed(options), reversed(laid), strict=True):
        shortest, _, longest = total_bounds(events)
        if shortest <= asked <= longest:
            return steps
    return None


SQUEEZES = (0.97, 0.85)
"""How far from ideal towards shortest silences may go for words: the second where the first would
leave a part of the session without its share."""


def _has_shares(plan: Plan, events: Sequence[Event], asked: int) -> bool:
    """Whether every part of a session can have its share of it at the same time."""
    parts: dict[str, list[Event]] = {}
    for it in events:
        parts.setdefault(part_of(plan.roles[it.section]), []).append(it)
    shares = bounds_of(set(parts), asked / plan.sample_rate_hz)
    least = most = 0.0
    for part, those in parts.items():
        shortest, _, longest = total_bounds(those)
        low, high = shares.get(part, (0.0, 1.0))
        if shortest > high * asked or longest < low * asked:
            return False
        least += max(shortest, low * asked)
        most += min(longest, high * asked)
    return least <= asked <= most


@dataclass(frozen=True, slots=True)
class Wanted:
    """The length asked for, and the share of silence that words leave in it.

    Attributes:
        frames: The length.
        silence: The share, 0 … 1.
        squeeze: How far from ideal towards shortest silences may go, 0 … 1.
    """

    frames: int
    silence: float
    squeeze: float

    @classmethod
    def of(cls, frames: int, rate_hz: int, squeeze: float) -> Wanted:
        """What is wanted of a session of so many frames."""
        minutes = frames / rate_hz / 60
        (_, silence), (_, last) = SILENCE[0], SILENCE[-1]
        for (few, less), (many, more) in pairwise(SILENCE):
            if few < minutes <= many:
                silence = less + (more - less) * (minutes - few) / (many - few)
        return cls(frames, last if minutes > SILENCE[-1][0] else silence, squeeze)

    def holds(self, it: Extent) -> bool:
        """Whether such steps fit: at their ideal, or with shorter silences of enough share."""
        if it.ideal <= self.frames:
            return True
        short = (it.ideal - self.frames) / max(it.ideal - it.shortest, 1)
        if short > self.squeeze:
            return False
        asked_for = it.asked_ideal - short * (it.asked_ideal - it.asked_shortest)
        return asked_for >= self.silence * (self.frames - it.apart)


def _filled(  # noqa: PLR0913, PLR0917  (one choice among what they are)
    plan: Plan,
    layer: Layer,
    steps: list[PlanStep],
    richer: list[PlanStep],
    events: Sequence[Event],
    wanted: Wanted,
) -> list[PlanStep]:
    """The steps, and as many groups of the next rank as still fit.

    A group is weighed by what it adds between its neighbours, so that the whole is looked at
    once however many groups there are.
    """
    kept = {id(it) for it in steps}
    extent = Extent.of(events)
    wanting = _wanting(plan, events, wanted.frames)
    groups = _groups(richer, kept)
    places = {id(it): n for n, it in enumerate(richer)}
    for group in sorted(groups, key=lambda it: wanting.get(_part(plan, it[0]), 1)):
        before = _neighbour(richer, places[id(group[0])], kept, -1)
        after = _neighbour(richer, places[id(group[-1])], kept, 1)
        more = extent + layer.added(before, group, after)
        if wanted.holds(more):
            extent = more
            kept |= {id(it) for it in group}
    return [it for it in richer if id(it) in kept]


def _wanting(plan: Plan, events: Sequence[Event], asked: int) -> dict[str, int]:
    """For each part, 0 if it has less than its share at its ideal, 2 if it has more, else 1."""
    taken: dict[str, int] = {}
    for it in events:
        part = part_of(plan.roles[it.section])
        taken[part] = taken.get(part, 0) + it.bounds[1]
    bounds = bounds_of({part_of(it) for it in plan.roles}, asked / plan.sample_rate_hz)
    return {
        part: 0 if taken.get(part, 0) < low * asked else 2 if taken[part] > high * asked else 1
        for part, (low, high) in bounds.items()
    }


def _part(plan: Plan, step: PlanStep) -> str:
    return part_of(plan.roles[step.section])


def _neighbour(steps: Sequence[PlanStep], place: int, kept: set[int], way: int) -> PlanStep | None:
    """The next step before or after a place that is kept and heard."""
    place += way
    while 0 <= place < len(steps):
        if id(steps[place]) in kept and steps[place].is_heard:
            return steps[place]
        place += way
    return None


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

    Phrases to say after the voice belong together, and to the line that leads to them; what
    follows the time for a question may speak of its answer.
    """
    last = before.items[-1]
    silent = isinstance(last, EchoPause) or (isinstance(last, Pause) and last.kind != "reflect")
    both_echo = isinstance(before.items[-1], EchoPause) and isinstance(after.items[-1], EchoPause)
    return silent and not both_echo and not isinstance(after.items[0], Pause)
