"""Estimated lengths of phrases, so that a plan can be fitted before any voice has spoken.

A plan whose silences stretch is made ready here for the length asked for: its gaps are wide enough,
its voice is quick enough, and its measured silences may become short enough.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from quietude.plan.clock import has_clock_times
from quietude.plan.events import Sequencer, total_bounds
from quietude.plan.fit import length_bounds, unstretched
from quietude.plan.model import Pause, Speech
from quietude.plan.stretch import LAST_SHORTEST
from quietude.script.speaking_time import USUAL, speaking_seconds
from quietude.units import seconds_to_frames

MOST_HASTE, MARGIN = 1.15, 1.03
"""A calm voice stays calm up to so much faster; and a little more than needed, since a voice may be
slower than estimated."""

SHORTEST_SHARE, LONGEST_SHARE = 0.57, 2.52
"""The lengths that a script whose silences stretch can have, relative to its own: 0.6 to 2.5 times,
and a little more, since a voice is not as quick as estimated."""
WIDEST = 6.0
"""The gaps of dense speech may be so many times as wide as those of a script with silences."""
WIDEST_S = 8.0
"""A gap shorter than this, in seconds, may become as long, however many times that is."""
ROUNDS = 4
"""The longest gaps are widened so often: each time some reach the longest there may be."""

RING_S = 12.0
"""The time a bell is taken to ring, in seconds, before it is known which one is struck."""
LONGEST_TAIL_S = 300.0
"""The longest that a bed stays on after everything, in seconds, where no other silence can grow."""

MEASURED = frozenset({"pause", "reflect", "music", "journal"})
"""Silences whose length a script gives."""

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.plan.events import Event
    from quietude.plan.model import Plan, PlanStep, Utterance
    from quietude.script.bed import BellSound
    from quietude.script.speaking_time import Timing


def estimated_lengths(plan: Plan, timing: Timing = USUAL) -> dict[Utterance, int]:
    """The estimated length of every utterance of a plan, in frames.

    Args:
        plan: The plan.
        timing: The timing of the engine that will speak.
    """
    return {
        utterance: seconds_to_frames(
            speaking_seconds(utterance.text, utterance.rate_wpm, timing), plan.sample_rate_hz
        )
        for utterance in plan.utterances()
    }


def estimated_seconds(
    plan: Plan, bell_decay_frames: Mapping[BellSound, int], timing: Timing = USUAL
) -> float:
    """The length of a session of this plan: as asked for, or estimated; in seconds.

    Args:
        plan: The plan.
        bell_decay_frames: The length of each bell of the plan until it has rung out, in frames.
        timing: The timing of the engine that will speak.
    """
    if plan.duration_frames is not None:
        return plan.duration_frames / plan.sample_rate_hz
    return unstretched(plan, estimated_lengths(plan, timing), bell_decay_frames).seconds


def haste_for(
    plan: Plan, timing: Timing = USUAL, bell_decay_frames: Mapping[BellSound, int] | None = None
) -> float:
    """The factor by which a voice has to speak faster for a plan to have its length; at least 1.

    Only plans whose silences stretch are ever hurried: whoever wrote every silence down chose the
    rate as well.

    Args:
        plan: The plan, at the calm rate of its voice.
        timing: The timing of the engine that will speak.
        bell_decay_frames: As for :func:`estimated_seconds`; None for bells that end at once.
    """
    asked = plan.duration_frames
    if asked is None or not plan.is_elastic:
        return 1.0
    shortest, spoken = _shortest(plan, timing, bell_decay_frames)
    if shortest <= asked:
        return 1.0
    room = asked - (shortest - spoken)
    return min(MOST_HASTE, MARGIN * spoken / room) if room > 0 else MOST_HASTE


def with_short_silences(
    plan: Plan, timing: Timing = USUAL, bell_decay_frames: Mapping[BellSound, int] | None = None
) -> Plan:
    """The plan with measured silences as short as they may ever be, if its length needs that.

    Args:
        plan: The plan, at the rate at which it will be spoken.
        timing: The timing of the engine that will speak.
        bell_decay_frames: As for :func:`haste_for`.
    """
    asked = plan.duration_frames
    if asked is None or not plan.is_elastic or plan.growth is None:
        return plan
    shortest, spoken = _shortest(plan, timing, bell_decay_frames)
    if shortest + spoken * (MARGIN - 1) <= asked:
        return plan
    factor = min(plan.growth, LAST_SHORTEST)
    return plan.with_pauses(lambda pause: _shorter(pause, factor))


def _shorter(pause: Pause, factor: float) -> Pause:
    if pause.kind not in MEASURED or pause.min_frames == pause.ideal_frames:
        return pause
    return replace(pause, min_frames=min(pause.min_frames, round(pause.ideal_frames / factor)))


def _shortest(
    plan: Plan, timing: Timing, bell_decay_frames: Mapping[BellSound, int] | None
) -> tuple[int, int]:
    """The shortest length of a plan by estimate, and the speech that always stays, in frames."""
    lengths = estimated_lengths(plan, timing)
    decays = bell_decay_frames or dict.fromkeys(plan.bells(), 0)
    shortest, _ = length_bounds(plan, lengths, decays)
    spoken = sum(
        lengths[item.utterance]
        for step in plan.steps
        if step.rank is None
        for item in step.items
        if isinstance(item, Speech)
    )
    return shortest, spoken


def reaches(plan: Plan) -> bool:
    """True if a plan can be as long as it was asked to be, by estimate."""
    _, longest = length_bounds(plan, estimated_lengths(plan), dict.fromkeys(plan.bells(), 0))
    return plan.duration_frames is None or plan.duration_frames <= longest


def with_wide_gaps(plan: Plan, timing: Timing = USUAL) -> Plan:
    """The plan with gaps wide enough for it to last 0.6 to 2.5 times its length, as far as may be.

    Speech without silences leaves nothing to give when less time is asked for. Published sessions
    have a third of silence at least; dense speech gets as much of it between its sentences as it
    takes for the session to last 0.6 times its length with a voice that stays calm. Gaps that may
    become longer serve the other end; no run of silences becomes longer than the plan's cap.

    Args:
        plan: A plan whose silences stretch, at the calm rate of its voice.
        timing: The timing of the engine that will speak.
    """
    lengths = estimated_lengths(plan, timing)
    plan, missing = _with_room_to_give(plan, lengths), 0.0
    for _ in range(ROUNDS):
        events = _events(plan, lengths, plan.steps)
        _, own, longest = total_bounds(events)
        missing = LONGEST_SHARE * own - longest
        gaps = _gaps(events)
        if missing <= 0 or not gaps:
            break
        factor = 1 + missing / sum(gap.max_frames for gap in gaps)
        plan = plan.with_pauses(partial(_wider_gap, ideal=1.0, longest=factor))
    return _with_long_tail(plan, max(0.0, missing))


def _wider_gap(pause: Pause, ideal: float, longest: float) -> Pause:
    return pause.wider(ideal, longest) if pause.kind == "gap" else pause


def _with_long_tail(plan: Plan, missing: float) -> Plan:
    """The plan with a bed that may stay on for what no silence between its words can take."""
    tail = plan.gaps.tail
    most = min(
        tail.max_frames + ceil(missing), seconds_to_frames(LONGEST_TAIL_S, plan.sample_rate_hz)
    )
    return replace(plan, gaps=replace(plan.gaps, tail=replace(tail, max_frames=most)))


def _with_room_to_give(plan: Plan, lengths: Mapping[Utterance, int]) -> Plan:
    """The plan with gaps wide enough to give way when less time is asked for."""
    always = _events(plan, lengths, [step for step in plan.steps if step.rank is None])
    events = _events(plan, lengths, plan.steps)
    ideal = sum(gap.ideal_frames for gap in _gaps(events))
    if not ideal or has_clock_times(events):
        return plan
    spoken = sum(
        lengths[event.item.utterance] for event in always if isinstance(event.item, Speech)
    )
    shortest = total_bounds(always)[0] - spoken * (1 - MARGIN / MOST_HASTE)
    factor = 1 + (shortest / SHORTEST_SHARE - total_bounds(events)[1]) / ideal
    if factor <= 1:
        return plan
    some = seconds_to_frames(WIDEST_S, plan.sample_rate_hz)

    def wider(pause: Pause) -> Pause:
        wide = min(factor, max(WIDEST, some / max(pause.ideal_frames, 1)))
        return _wider_gap(pause, wide, wide)

    return plan.with_pauses(wider)


def _events(plan: Plan, lengths: Mapping[Utterance, int], steps: Sequence[PlanStep]) -> list[Event]:
    ring = seconds_to_frames(RING_S, plan.sample_rate_hz)
    return Sequencer(plan, lengths, dict.fromkeys(plan.bells(), ring)).events(steps)


def _gaps(events: Sequence[Event]) -> list[Pause]:
    return [event.pause for event in events if event.pause and event.pause.kind == "gap"]
