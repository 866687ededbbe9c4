"""Times at which the phrases of a session are heard, for captions, lyrics and transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.units import frames_to_ms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.plan.timeline import Placement, Timeline

LEAD_MS, TRAIL_MS = 15, 140
"""Silence at the start and the end of a clip. It keeps 140 ms after its last sound and up to 40 ms
before its first: 4 ms where an engine starts at once, as eSpeak does. Between them no caption is
more than 25 ms away from the voice."""


def phrase_times(timeline: Timeline) -> Iterator[tuple[Placement, int, int]]:
    """Every phrase with its first and last sound, in milliseconds from the start of the session."""
    rate_hz = timeline.sample_rate_hz
    for placement in timeline.placements:
        start_ms = frames_to_ms(placement.start_frame, rate_hz) + LEAD_MS
        end_ms = frames_to_ms(placement.end_frame, rate_hz) - TRAIL_MS
        yield placement, start_ms, max(end_ms, start_ms + 1)
