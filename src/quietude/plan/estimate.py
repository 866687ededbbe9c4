"""Estimated lengths of phrases, so that a plan can be fitted before any voice has spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.plan.fit import unstretched
from quietude.script.speaking_time import speaking_seconds
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.plan.model import Plan, Utterance


def estimated_lengths(plan: Plan) -> dict[Utterance, int]:
    """The estimated length of every utterance of a plan, in frames."""
    return {
        utterance: seconds_to_frames(
            speaking_seconds(utterance.text, utterance.rate_wpm), plan.sample_rate_hz
        )
        for utterance in plan.utterances()
    }


def estimated_seconds(plan: Plan, bell_decay_frames: Mapping[str, int]) -> float:
    """The length of a session of this plan: as asked for, or estimated; in seconds.

    Args:
        plan: The plan.
        bell_decay_frames: The length of each bell of the plan until it has rung out, in frames.
    """
    if plan.duration_frames is not None:
        return plan.duration_frames / plan.sample_rate_hz
    return unstretched(plan, estimated_lengths(plan), bell_decay_frames).seconds
