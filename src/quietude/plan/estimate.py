"""Estimated lengths of phrases, so that a plan can be fitted before any voice has spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.plan.fit import length_bounds, unstretched
from quietude.plan.model import Speech
from quietude.script.speaking_time import USUAL, speaking_seconds
from quietude.units import seconds_to_frames

MOST_HASTE, MARGIN = 1.15, 1.03
"""A calm voice stays calm up to so much faster; and a little more than needed, since a voice may be
slower than estimated."""

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
