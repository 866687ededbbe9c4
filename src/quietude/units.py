"""Seconds, frames, milliseconds, decibels: the only place that rounds.

A frame is one instant at the session's sample rate, whatever the number of channels. Frames
are integers everywhere; seconds are what people write and read.
"""

from __future__ import annotations

import math

SAMPLE_RATE_HZ = 44_100
"""The sample rate of a session unless asked otherwise."""

# Silence has no finite level. These two values stand for it, and both are below any sound: compare
# with <= and never average them in.
SILENCE_DB = -200.0
"""Level of a gain of zero, in dB."""
SILENCE_LUFS = -120.0
"""Loudness of a stream with nothing above the absolute gate of BS.1770, in LUFS."""


def seconds_to_frames(seconds: float, sample_rate_hz: int) -> int:
    """The nearest whole number of frames; ties go to the even one."""
    return round(seconds * sample_rate_hz)


def frames_to_ms(frames: int, sample_rate_hz: int) -> int:
    """The nearest whole millisecond."""
    return round(frames * 1000 / sample_rate_hz)


def db_to_gain(level_db: float) -> float:
    """An amplitude ratio from decibels: 10^(dB / 20)."""
    return float(10.0 ** (level_db / 20.0))


def gain_to_db(gain: float) -> float:
    """Decibels from an amplitude ratio; zero gives :data:`SILENCE_DB`."""
    return 20.0 * math.log10(gain) if gain > 0 else SILENCE_DB
