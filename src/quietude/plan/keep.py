"""Which optional steps a session of a given length keeps.

Ranks go as a whole, the last to be dropped first; of the rank that does not fit whole, the runs
of steps that still do, those first whose part of the session has less than its share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.plan.events import total_bounds
from quietude.plan.model import EchoPause, Pause
from quietude.plan.shares import bounds_of, part_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.plan.events import Event, Layer
    from quietude.plan.model import Plan, PlanStep


def choices(plan: Plan) -> list[list[PlanStep]]:
    """The steps with every rank, then with one rank less at a time, then with none."""
    ranks = sorted({it.rank for it in plan.steps if it.rank is not None}, reverse=True)
    return [[it for it in plan.steps if it.rank is None or it.rank <= rank] for rank in (*ranks, 0)]


def kept_steps(plan: Plan, layer: Layer, asked: int) -> list[PlanStep] | None:
    """The steps of a session of ``asked`` frames; None if it cannot have that length."""
    options = choices(plan)
    laid = [layer.events(steps) for steps in options]
    bounds = [total_bounds(events) for events in laid]
    for number, (_, ideal, _) in enumerate(bounds):
        if ideal <= asked:
            richer = options[max(number - 1, 0)]
            steps = _filled(plan, layer, options[number], richer, laid[number], asked)
            shortest, _, longest = total_bounds(layer.events(steps))
            if shortest <= asked <= longest:
                return steps
            if bounds[number][0] <= asked <= bounds[number][2]:
                return options[number]
    for steps, (shortest, _, longest) in zip(reversed(options), reversed(bounds), strict=True):
        if shortest <= asked <= longest:
            return steps
    return None


def _filled(  # noqa: PLR0913, PLR0917  (one choice among what they are)
    plan: Plan,
    layer: Layer,
    steps: list[PlanStep],
    richer: list[PlanStep],
    events: Sequence[Event],
    asked: int,
) -> list[PlanStep]:
    """The steps, and as many groups of the next rank as still fit at their ideal.

    A group is weighed by what it adds between its neighbours, so that the whole is looked at
    once however many groups there are.
    """
    kept = {id(it) for it in steps}
    left = asked - total_bounds(events)[1]
    wanting = _wanting(plan, events, asked)
    groups = _groups(richer, kept)
    places = {id(it): n for n, it in enumerate(richer)}
    for group in sorted(groups, key=lambda it: wanting.get(_part(plan, it[0]), 1)):
        before = _neighbour(richer, places[id(group[0])], kept, -1)
        after = _neighbour(richer, places[id(group[-1])], kept, 1)
        added = layer.added_ideal(before, group, after)
        if added <= left:
            left -= added
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
    """What is left out, in the runs that stand together: a line goes with its silence."""
    groups: list[list[PlanStep]] = []
    together = False
    for step in steps:
        left_out = id(step) not in without
        before = groups[-1][-1] if together else None
        if left_out and before and before.section == step.section and not _parts(before, step):
            groups[-1].append(step)
        elif left_out:
            groups.append([step])
        together = left_out
    return groups


def _parts(before: PlanStep, after: PlanStep) -> bool:
    """Whether something new begins: after a silence, anything but more silence."""
    silent = isinstance(before.items[-1], Pause | EchoPause)
    return silent and not isinstance(after.items[0], Pause)
