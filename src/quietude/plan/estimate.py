"""Estimated lengths of phrases, so that a plan can be fitted before any voice has spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.plan.clock import has_clock_times
from quietude.plan.events import Sequencer, total_bounds
from quietude.plan.fit import length_bounds, unstretched
from quietude.plan.model import Speech
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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.plan.model import Plan, Utterance
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


def haste_for(plan: Plan, timing: Timing = USUAL) -> float:
    """The factor by which a voice has to speak faster for a plan to have its length; at least 1.

    Only plans whose silences stretch are ever hurried: whoever wrote every silence down chose the
    rate as well.

    Args:
        plan: The plan, at the calm rate of its voice.
        timing: The timing of the engine that will speak.
    """
    asked = plan.duration_frames
    if asked is None or not plan.is_elastic:
        return 1.0
    lengths = estimated_lengths(plan, timing)
    shortest, _ = length_bounds(plan, lengths, dict.fromkeys(plan.bells(), 0))
    if shortest <= asked:
        return 1.0
    spoken = sum(
        lengths[item.utterance]
        for step in plan.steps
        if step.rank is None
        for item in step.items
        if isinstance(item, Speech)
    )
    room = asked - (shortest - spoken)
    return min(MOST_HASTE, MARGIN * spoken / room) if room > 0 else MOST_HASTE


def reaches(plan: Plan) -> bool:
    """True if a plan can be as long as it was asked to be, by estimate."""
    _, longest = length_bounds(plan, estimated_lengths(plan), dict.fromkeys(plan.bells(), 0))
    return plan.duration_frames is None or plan.duration_frames <= longest


def gap_factors(plan: Plan) -> tuple[float, float]:
    """The factors for the gaps of a plan, and for the longest they may become; 1 where they do.

    Speech without silences leaves nothing to give when less time is asked for. Published sessions
    have a third of silence at least; dense speech gets as much of it between its sentences as it
    takes for the session to last 0.6 times its length with a voice that stays calm.

    Args:
        plan: A plan whose silences stretch, at the calm rate of its voice.
    """
    lengths = estimated_lengths(plan)
    sequencer = Sequencer(plan, lengths, dict.fromkeys(plan.bells(), 0))
    always = sequencer.events([step for step in plan.steps if step.rank is None])
    events = sequencer.events(plan.steps)
    gaps = [event.pause for event in events if event.pause and event.pause.kind == "gap"]
    ideal = sum(pause.ideal_frames for pause in gaps)
    if not ideal or has_clock_times(events):
        return 1.0, 1.0
    spoken = sum(
        lengths[event.item.utterance] for event in always if isinstance(event.item, Speech)
    )
    shortest = total_bounds(always)[0] - spoken * (1 - MARGIN / MOST_HASTE)
    _, own, longest = total_bounds(events)
    wider = min(max(1.0, 1 + (shortest / SHORTEST_SHARE - own) / ideal), WIDEST)
    missing = LONGEST_SHARE * (own + (wider - 1) * ideal) - longest
    return wider, max(wider, 1 + missing / sum(pause.max_frames for pause in gaps))
