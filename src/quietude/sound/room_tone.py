"""The air of a quiet room: what stands behind a voice where a bed is not allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from quietude.audio.clip import Samples

ROOM_TONE_LU = -30.0
"""Room tone lies this far below other beds: some 65 dB below full scale in the finished file."""

ROOM_FADE_S = 0.1
"""How long it takes to be there: the first half second of an audiobook is to hold it."""

_SECONDS = 61
_CORNER_HZ = 500.0


def room_tone(sample_rate_hz: int) -> Samples:
    """A seamless loop of soft noise, ``(frames, 1)`` at an RMS of 1: falling above 500 Hz.

    Made in the frequency domain with random phases, so that it goes round without a seam; the
    seed is fixed, so that it is always the same.
    """
    frames = _SECONDS * sample_rate_hz
    hz = np.fft.rfftfreq(frames, 1 / sample_rate_hz)
    shape = np.minimum(1.0, hz / 40.0) / np.sqrt(1.0 + (hz / _CORNER_HZ) ** 2)
    phases = np.random.default_rng(0).uniform(0, 2 * np.pi, len(hz))
    tone = np.fft.irfft(shape * np.exp(1j * phases), frames)
    return np.asarray(tone / np.sqrt((tone**2).mean()), dtype=np.float32)[:, None]
