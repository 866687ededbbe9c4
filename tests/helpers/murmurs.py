"""Murmurs: noise with the spectrum of speech, for what is measured of voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.speech.takes.octave_levels import CENTRES_HZ, SPEECH_DB

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quietude.audio.clip import Samples

RATE_HZ = 44_100


def murmur(
    seconds: float,
    *,
    seed: int = 1,
    level: float = 0.1,
    colour_db: Mapping[int, float] | None = None,
) -> Samples:
    """Noise with the spectrum of speech in general.

    Args:
        seconds: Its length.
        seed: Of its noise.
        level: Its RMS.
        colour_db: Its level above that of speech, by the centre of an octave.
    """
    frames = round(seconds * RATE_HZ)
    hz = np.fft.rfftfreq(frames, 1.0 / RATE_HZ)
    # Octaves of one level have a density that falls by half with each.
    octaves = np.log2(np.maximum(hz, 1.0))
    shape = np.array(SPEECH_DB) + [(colour_db or {}).get(centre, 0.0) for centre in CENTRES_HZ]
    density_db = np.interp(octaves, np.log2(CENTRES_HZ), shape) - 10.0 * np.log10(np.maximum(hz, 1))
    density_db[hz < CENTRES_HZ[0] / 2] = -200.0
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal(len(hz)) + 1j * rng.standard_normal(len(hz))
    wave = np.fft.irfft(noise * 10.0 ** (density_db / 20.0), frames)
    return np.asarray(level * wave / np.sqrt(np.mean(wave**2)), dtype=np.float32)
