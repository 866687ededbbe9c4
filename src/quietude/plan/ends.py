"""Plan → the same plan with other ends: what an audiobook asks of its first and last seconds."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from quietude.plan.model import Pause
from quietude.units import seconds_to_frames

if TYPE_CHECKING:
    from quietude.plan.model import PauseKind, Plan

HEAD_S, TAIL_S = (0.5, 0.75, 1.0), (1.0, 2.5, 5.0)
"""Shortest, usual and longest room tone at both ends, in seconds, as ACX asks.

A bell that closes a session rings out before it: then the tail is as long as the bell.
"""


def with_room_tone_ends(plan: Plan) -> Plan:
    """The plan with a head and a tail of room tone, as short as an audiobook has them."""
    gaps = dataclasses.replace(
        plan.gaps,
        lead=_pause(HEAD_S, "lead", plan.sample_rate_hz),
        tail=_pause(TAIL_S, "tail", plan.sample_rate_hz),
    )
    return dataclasses.replace(plan, gaps=gaps)


def _pause(lengths_s: tuple[float, float, float], kind: PauseKind, rate_hz: int) -> Pause:
    shortest, usual, longest = (seconds_to_frames(it, rate_hz) for it in lengths_s)
    return Pause(shortest, usual, longest, kind=kind)
