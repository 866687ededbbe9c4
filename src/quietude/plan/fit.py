"""Plan + the measured length of every phrase → Timeline: the silences solved to the frame.

Optional steps are kept while they fit at their ideal lengths
(:mod:`quietude.plan.optional_steps`); then every elastic pause takes its share of what is
left (:mod:`quietude.plan.solver`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from quietude.durations import clock_text
from quietude.errors import DurationError, PlanError
from quietude.plan.events import Layer, total_bounds
from quietude.plan.layout import lay_out
from quietude.plan.model import Block
from quietude.plan.optional_steps import choices, kept_steps
from quietude.plan.proportions import bounds_of, part_of
from quietude.plan.solver import solve, solve_in_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from quietude.plan.events import Event
    from quietude.plan.model import Plan, PlanStep, Utterance
    from quietude.plan.timeline import Timeline


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
    _check_blocks(plan, lengths)
    layer = Layer(plan, lengths, ring_frames)
    asked = plan.duration_frames
    steps = list(plan.steps) if asked is None else kept_steps(plan, layer, asked)
    if steps is None:
        assert asked is not None
        raise _infeasible(plan, layer, asked)
    events = layer.events(steps)
    fitted = iter(_silences(plan, events))
    dropped = sorted({it.line_no for it in plan.steps} - {it.line_no for it in steps})
    placed = [(it, next(fitted) if it.pause else it.frames) for it in events]
    return lay_out(plan, lengths, placed, dropped)


def _silences(plan: Plan, events: Sequence[Event]) -> list[int]:
    """The length of every pause, in frames."""
    asked = plan.duration_frames
    if asked is None:
        return solve([it.pause for it in events if it.pause], None)
    fixed: dict[str, int] = {}
    for it in events:
        part = part_of(plan.roles[it.section])
        fixed[part] = fixed.get(part, 0) + (0 if it.pause else it.frames)
    shares = bounds_of(set(fixed), asked / plan.sample_rate_hz)
    bounds = {
        part: (round(low * asked), round(high * asked)) for part, (low, high) in shares.items()
    }
    pauses = [(part_of(plan.roles[it.section]), it.pause) for it in events if it.pause]
    return solve_in_parts(pauses, asked - sum(fixed.values()), fixed, bounds)


def _check_blocks(plan: Plan, lengths: Mapping[Utterance, int]) -> None:
    for step in plan.steps:
        for item in step.items:
            if not isinstance(item, Block):
                continue
            for it in item.speech:
                if lengths[it.utterance] > it.room_frames:
                    message = f'there is no room to say "{it.utterance.text}" in this breath'
                    hint = "Lengthen that phase, choose another voice, or write guide: tone."
                    raise PlanError(message, path=plan.source, line=step.line_no, hint=hint)


def _infeasible(plan: Plan, layer: Layer, asked: int) -> DurationError:
    bounds = [total_bounds(layer.events(steps)) for steps in choices(plan)]
    shortest, longest = min(it[0] for it in bounds), max(it[2] for it in bounds)
    rate_hz = plan.sample_rate_hz
    possible = f"{clock_text(-(-shortest // rate_hz))} to {clock_text(longest // rate_hz)} long"
    if asked < shortest:
        lines = _most(choices(plan)[-1], lambda it: layer.own_bounds(it)[0])
        hint = f"To change that, shorten or mark as optional the steps on lines {lines}."
    elif asked > longest:
        lines = _most(plan.steps, layer.longest_silence)
        hint = f"To change that, widen the silences of the steps on lines {lines}."
    else:  # with an optional step it is longer than that, and without it shorter
        low = max(it[2] for it in bounds if it[2] < asked)
        high = min(it[0] for it in bounds if it[0] > asked)
        shorter, longer = clock_text(low // rate_hz), clock_text(-(-high // rate_hz))
        possible = f"up to {shorter}, or {longer} and longer"
        hint = "Ask for one of these, or add a silence that can stretch."
    return DurationError(
        f"this script cannot last {clock_text(asked / rate_hz)}: it can be {possible}",
        shortest_s=shortest / rate_hz,
        longest_s=longest / rate_hz,
        path=plan.source,
        hint=hint,
    )


def _most(steps: Sequence[PlanStep], frames: Callable[[PlanStep], int]) -> str:
    """The three lines whose steps, repeated ones together, take the most frames."""
    takes = Counter[int]()
    for step in steps:
        takes[step.line_no] += frames(step)
    return ", ".join(map(str, sorted(line for line, _ in takes.most_common(3))))
