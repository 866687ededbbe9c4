"""Noise of any spectrum, computed when a bed is opened: no file, no codec, any sample rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.loudness import hop_frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

    Array = NDArray[np.float64]

NOISE_HOPS = 120
"""Tenths of a second of noise that are made: grains from random places of it do not repeat."""

_SOUND_M_PER_S = 343.0
_TOP_HZ = 20_000


def stereo_noise(
    spectrum: Sequence[tuple[float, float]], apart_m: float, key: int, sample_rate_hz: int
) -> Samples:
    """Returns Gaussian noise as two microphones hear it, ``(2, frames)``, at an RMS of 1.

    In a sound that comes from everywhere, two microphones ``d`` apart hear the same where the wave
    is long, and two things where it is short: their coherence is sin(kd) / (kd) with k = 2πf / c
    (Cook, Waterhouse et al., "Measurement of correlation coefficients in reverberant sound fields",
    JASA 27, 1955). Middle and side, independent of each other, get (1 ± coherence) / 2 of it.

    Args:
        spectrum: Frequencies in Hz, rising, and levels in dB, straight between them over the
            logarithm of the frequency: of the power in each hertz.
        apart_m: The distance of the microphones.
        key: Chooses the noise.
        sample_rate_hz: Frames per second.
    """
    frames = NOISE_HOPS * hop_frames(sample_rate_hz)
    width_hz = sample_rate_hz / frames
    hz = np.arange(frames // 2 + 1, dtype=np.float64) * width_hz
    amplitude = np.sqrt(_density(spectrum, hz) * width_hz) * (frames / 2)
    alike = np.sinc(2.0 * hz * apart_m / _SOUND_M_PER_S)
    rng = np.random.default_rng(key)
    parts = []
    for share in (1.0 + alike, 1.0 - alike):
        drawn = rng.standard_normal(2 * len(hz), dtype=np.float32).view(np.complex64)
        drawn *= (amplitude * np.sqrt(share / 2.0)).astype(np.float32)
        parts.append(np.fft.irfft(drawn, frames))
    middle, side = parts
    return np.stack([middle + side, middle - side]).astype(np.float32)


def _density(spectrum: Sequence[tuple[float, float]], hz: Array) -> Array:
    """The power in each hertz, if the sum up to 20 kHz is 1: the same at every sample rate."""
    whole = _power(spectrum, np.arange(1.0, _TOP_HZ + 1.0)).sum()
    return np.asarray(_power(spectrum, hz) / whole)


def _power(spectrum: Sequence[tuple[float, float]], hz: Array) -> Array:
    at, levels_db = (np.array(column, dtype=np.float64) for column in zip(*spectrum, strict=True))
    db = np.interp(np.log(np.maximum(hz, 1.0)), np.log(at), levels_db)
    return np.asarray(np.where(hz < at[0], 0.0, 10.0 ** (db / 10.0)))
