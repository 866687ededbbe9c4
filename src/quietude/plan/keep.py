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


BRIEFNESS = ((5.0, 0.7), (15.0, 0.0))
"""How far from ideal towards shortest silences go before words are left out: minutes, share.

Measured on exercises of the library (`docs/library.md` has the table): the silences that a script
asks for are 41 % of five minutes on average with it, 44 % without; of ten minutes 49 and 51 %.
"""


def choices(plan: Plan) -> list[list[PlanStep]]:
    """The steps with every rank, then with one rank less at a time, then with none."""
    ranks = sorted({it.rank for it in plan.steps if it.rank is not None}, reverse=True)
    return [[it for it in plan.steps if it.rank is None or it.rank <= rank] for rank in (*ranks, 0)]


def kept_steps(plan: Plan, layer: Layer, asked: int) -> list[PlanStep] | None:
    """The steps of a session of ``asked`` frames; None if it cannot have that length."""
    options = choices(plan)
    laid = [layer.events(steps) for steps in options]
    bounds = [total_bounds(events) for events in laid]
    brief = _briefness(asked / plan.sample_rate_hz / 60)
    for number, it in enumerate(bounds):
        if _natural(it[:2], brief) <= asked:
            richer = options[max(number - 1, 0)]
            steps = _filled(plan, layer, options[number], richer, laid[number], asked)
            shortest, _, longest = total_bounds(layer.events(steps))
            if shortest <= asked <= longest:
                return steps
            if it[0] <= asked <= it[2]:
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
    """The steps, and as many groups of the next rank as still fit at their natural length.

    A group is weighed by what it adds between its neighbours, so that the whole is looked at
    once however many groups there are.
    """
    kept = {id(it) for it in steps}
    brief = _briefness(asked / plan.sample_rate_hz / 60)
    left = asked - _natural(total_bounds(events)[:2], brief)
    wanting = _wanting(plan, events, asked)
    groups = _groups(richer, kept)
    places = {id(it): n for n, it in enumerate(richer)}
    for group in sorted(groups, key=lambda it: wanting.get(_part(plan, it[0]), 1)):
        before = _neighbour(richer, places[id(group[0])], kept, -1)
        after = _neighbour(richer, places[id(group[-1])], kept, 1)
        added = _natural(layer.added(before, group, after), brief)
        if added <= left:
            left -= added
            kept |= {id(it) for it in group}
    return [it for it in richer if id(it) in kept]


def _natural(bounds: tuple[int, int], brief: float) -> int:
    """How long some steps would like to be in a session of the length asked for.

    A short session has shorter silences, and so more words: from some steps' ideal length
    towards their shortest, as :data:`BRIEFNESS` says.
    """
    shortest, ideal = bounds
    return round(ideal - brief * (ideal - shortest))


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
