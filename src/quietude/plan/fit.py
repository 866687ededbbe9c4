"""Plan + the length of every phrase → Timeline: the silences solved to the frame.

Optional steps are kept while they fit at their ideal lengths
(:mod:`quietude.plan.optional_steps`); then every elastic pause takes its share of what is
left (:mod:`quietude.plan.solver`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from quietude.durations import clock_text
from quietude.errors import DurationError, PlanError
from quietude.plan.clock import has_clock_times, solve_clocked
from quietude.plan.events import Sequencer, total_bounds
from quietude.plan.laying_out import timeline_of
from quietude.plan.model import Block, Speech
from quietude.plan.optional_steps import choices, kept_steps
from quietude.plan.proportions import bounds_in, part_of
from quietude.plan.solver import solve, solve_in_parts
from quietude.plan.timeline import (
    LeftOutWords,
    Timeline,
)
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from quietude.plan.events import Event
    from quietude.plan.model import Plan, PlanStep, Utterance
    from quietude.script.bed import BellSound


_FURTHER = 10
"""The factor for silences that is proposed where a smaller one does not do."""


def fit(
    plan: Plan,
    lengths: Mapping[Utterance, int],
    bell_decay_frames: Mapping[BellSound, int],
    *,
    nearest: bool = False,
) -> Timeline:
    """Fits a plan to the length asked for.

    Args:
        plan: The plan.
        lengths: The length of every utterance of the plan, in frames at its sample rate.
        bell_decay_frames: The length of each bell of the plan until it has rung out, in frames; the
            session does not end before the last one has.
        nearest: True for the nearest length there can be where the one asked for cannot be.

    Returns:
        The timeline: exactly ``plan.duration_frames`` long if that is set, otherwise as
        :func:`unstretched`.

    Raises:
        DurationError: if the length asked for lies outside what the script can have.
        PlanError: if a spoken word of a guided breath does not fit into it.
    """
    _check_blocks(plan, lengths)
    asked = plan.duration_frames
    if asked is None:
        return unstretched(plan, lengths, bell_decay_frames)
    sequencer = Sequencer(plan, lengths, bell_decay_frames)
    steps = kept_steps(plan, sequencer, asked)
    if steps is None:
        error = _infeasible(plan, sequencer, asked)
        if not nearest:
            raise error
        asked = seconds_to_frames(error.nearest_s, plan.sample_rate_hz)
        steps = kept_steps(plan, sequencer, asked)
        if steps is None:
            raise error
    events = sequencer.events(steps)
    dropped = sorted({step.line_no for step in plan.steps} - {step.line_no for step in steps})
    timeline = timeline_of(plan, lengths, _with_frames(events, _silences(plan, events, asked)))
    return replace(timeline, dropped_lines=tuple(dropped), left_out=_words(plan, dropped))


def _words(plan: Plan, dropped: Sequence[int]) -> tuple[LeftOutWords, ...]:
    """The words of some lines, each said once."""
    said: dict[tuple[int, str], None] = {}
    for step in plan.steps:
        text = " ".join(item.utterance.text for item in step.items if isinstance(item, Speech))
        if text and step.line_no in dropped:
            said[step.line_no, text] = None
    return tuple(LeftOutWords(line_no, text) for line_no, text in said)


def unstretched(
    plan: Plan, lengths: Mapping[Utterance, int], bell_decay_frames: Mapping[BellSound, int]
) -> Timeline:
    """The timeline with every optional step and every pause at its ideal; see :func:`fit`."""
    events = Sequencer(plan, lengths, bell_decay_frames).events(plan.steps)
    ideals = solve([event.pause for event in events if event.pause], None)
    return timeline_of(plan, lengths, _with_frames(events, ideals))


def length_bounds(
    plan: Plan, lengths: Mapping[Utterance, int], bell_decay_frames: Mapping[BellSound, int]
) -> tuple[int, int]:
    """The shortest length without the optional steps, and the longest with them, in frames."""
    sequencer = Sequencer(plan, lengths, bell_decay_frames)
    always = [step for step in plan.steps if step.rank is None]
    shortest, _, _ = total_bounds(sequencer.events(always))
    _, _, longest = total_bounds(sequencer.events(plan.steps))
    return shortest, longest


def _with_frames(events: Sequence[Event], silences: Sequence[int]) -> list[Event]:
    """The events with the length of each pause."""
    fitted = iter(silences)
    return [replace(event, frames=next(fitted)) if event.pause else event for event in events]


def _silences(plan: Plan, events: Sequence[Event], asked: int) -> list[int]:
    """The length of every pause in a session of ``asked`` frames."""
    if has_clock_times(events) and (clocked := solve_clocked(events, asked)) is not None:
        return clocked
    fixed: dict[str, int] = {}
    for event in events:
        part = part_of(plan.roles[event.section])
        fixed[part] = fixed.get(part, 0) + event.frames
    shares = bounds_in(plan, set(fixed), asked / plan.sample_rate_hz)
    bounds = {
        part: (round(low * asked), round(high * asked)) for part, (low, high) in shares.items()
    }
    pauses = [(part_of(plan.roles[event.section]), event.pause) for event in events if event.pause]
    return solve_in_parts(pauses, asked - sum(fixed.values()), fixed, bounds)


def _check_blocks(plan: Plan, lengths: Mapping[Utterance, int]) -> None:
    """Refuse words of a guided breath that would run into what comes next."""
    for step in plan.steps:
        for item in step.items:
            if not isinstance(item, Block):
                continue
            for speech in item.speech:
                if lengths[speech.utterance] > speech.room_frames:
                    text = speech.utterance.text
                    message = f'there is no room to say "{text}" in this breath'
                    hint = "Lengthen that phase, choose another voice, or write guide: tone."
                    raise PlanError(message, path=plan.source, line=step.line_no, hint=hint)


def _infeasible(plan: Plan, sequencer: Sequencer, asked: int) -> DurationError:
    """The error for a length the script cannot have: the lengths it can, and what to change."""
    bounds = [total_bounds(sequencer.events(steps)) for steps in choices(plan, asked)]
    shortest = min(shortest for shortest, _, _ in bounds)
    longest = max(longest for _, _, longest in bounds)
    rate_hz = plan.sample_rate_hz
    # Whole seconds are told, so the shortest is rounded up and the longest down: whoever asks for
    # what is told gets it.
    stretch = ""
    possible = f"{clock_text(-(-shortest // rate_hz))} to {clock_text(longest // rate_hz)} long"
    if asked < shortest:
        lines = _longest_lines(choices(plan, asked)[-1], lambda step: sequencer.own_bounds(step)[0])
        hint = f"To change that, shorten or mark as optional the steps on lines {lines}."
        if plan.source.startswith("library:") and plan.offered_min:
            hint = f"It is offered at {_in_words(plan.offered_min)} minutes."
        spoken = sum(e.frames for e in sequencer.events(choices(plan, asked)[-1]) if not e.pause)
        if spoken >= asked:
            hint = f"Its words alone take {clock_text(spoken / rate_hz)}. {hint}"
        if hearts := sorted({step.line_no for step in plan.steps if step.heart}):
            kept = ", ".join(map(str, hearts))
            hint += f" The heart of the exercise (line {kept}) always stays."
    elif asked > longest:
        hint, stretch = _room_for_more(plan, sequencer, asked)
    else:  # with an optional step it is longer than that, and without it shorter
        low = max(longest for _, _, longest in bounds if longest < asked)
        high = min(shortest for shortest, _, _ in bounds if shortest > asked)
        nearest = f"{clock_text(low // rate_hz)}, or {clock_text(-(-high // rate_hz))}"
        possible = f"up to {nearest} and longer"
        hint = "Ask for one of these, or add a silence that can stretch."
    return DurationError(
        f"this script cannot last {clock_text(asked / rate_hz)}: it can be {possible}",
        shortest_s=shortest / rate_hz,
        longest_s=longest / rate_hz,
        nearest_s=_nearest([(low, high) for low, _, high in bounds], asked, rate_hz) / rate_hz,
        path=plan.source,
        hint=hint,
        override=f"--nearest takes the nearest length there can be{stretch}.",
    )


def _in_words(numbers: Sequence[int]) -> str:
    """Returns numbers as a message has them: "10, 15 or 20"."""
    *first, last = map(str, numbers)
    return f"{', '.join(first)} or {last}" if first else last


def _room_for_more(plan: Plan, sequencer: Sequencer, asked: int) -> tuple[str, str]:
    """Returns the change that makes a script longer, and the option that does."""
    cap = plan.silence_cap_frames
    if cap is not None and total_bounds(sequencer.uncapped(plan.steps))[2] >= asked:
        most = clock_text(cap / plan.sample_rate_hz)
        alone = (
            f"no silence may be stretched beyond {most}, so that nobody is left alone for longer"
        )
        return f"To change that, add words between its longest silences: {alone}.", ""
    silent = [step for step in plan.steps if sequencer.longest_silence(step)]
    lines = _longest_lines(silent, sequencer.longest_silence)
    hint = f"To change that, write longer silences on lines {lines}, or more of them."
    if not silent:
        hint = "To change that, add silences after the lines that need time."
    if plan.is_elastic and plan.growth is None:
        return hint, ", and without --keep-pauses silences grow"
    if plan.growth is None:
        return hint, ", and --stretch 4 lets silences grow"
    further = plan.growth < _FURTHER and ", and --stretch 10 lets silences grow further"
    return hint, further or ""


def _nearest(bounds: Sequence[tuple[int, int]], asked: int, rate_hz: int) -> int:
    """The length nearest to the one asked for within any of some bounds, in frames.

    It is a whole number of seconds, if one lies within.
    """
    low, high = min(bounds, key=lambda one: max(one[0] - asked, asked - one[1], 0))
    if asked > high:
        return max(low, high // rate_hz * rate_hz)
    return min(high, -(-low // rate_hz) * rate_hz)


def _longest_lines(steps: Sequence[PlanStep], frames: Callable[[PlanStep], int]) -> str:
    """The three lines whose steps, repeated ones together, take the most frames."""
    taken = Counter[int]()
    for step in steps:
        taken[step.line_no] += frames(step)
    return ", ".join(map(str, sorted(line for line, _ in taken.most_common(3))))
