"""Conversions between seconds, frames, ms and dB; the only place where frames are rounded.

A frame is one instant at the session's sample rate, whatever the number of channels. Frames are
integers everywhere; people write and read seconds.
"""

from __future__ import annotations

import math

SAMPLE_RATE_HZ = 44_100
"""Default sample rate of a session."""

# Silence has no finite level. These two values stand for it, and both are below any sound: compare
# with <= and never average them in.
SILENCE_DB = -200.0
"""Level of a gain of zero, in dB."""
SILENCE_LUFS = -120.0
"""Loudness of a stream with nothing above the absolute gate of BS.1770, in LUFS."""


def seconds_to_frames(seconds: float, sample_rate_hz: int) -> int:
    """Returns the nearest number of frames; ties go to the even one."""
    return round(seconds * sample_rate_hz)


def frames_to_ms(frames: int, sample_rate_hz: int) -> int:
    """Returns the nearest number of milliseconds; ties go to the even one."""
    return round(frames * 1000 / sample_rate_hz)


def db_to_gain(level_db: float) -> float:
    """Returns the amplitude ratio of a level: 10^(dB / 20)."""
    return float(10.0 ** (level_db / 20.0))


def gain_to_db(gain: float) -> float:
    """Returns the level of an amplitude ratio, in dB; :data:`SILENCE_DB` for zero."""
    return 20.0 * math.log10(gain) if gain > 0 else SILENCE_DB
