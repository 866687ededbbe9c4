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
_AT_ONCE = 16_384


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
    amplitudes = _amplitudes(spectrum, apart_m, frames, sample_rate_hz)
    rng = np.random.default_rng(key)
    both = np.empty((2, frames), dtype=np.float32)
    for made, amplitude in zip(both, amplitudes, strict=True):
        drawn = rng.standard_normal(2 * len(amplitude), dtype=np.float32).view(np.complex64)
        drawn *= amplitude
        made[:] = np.fft.irfft(drawn, frames)
    middle, side = both
    middle += side  # in place, since a bed may have several: left = middle + side,
    side *= np.float32(-2.0)  # and right = left − 2 side
    side += middle
    return both


def _amplitudes(
    spectrum: Sequence[tuple[float, float]], apart_m: float, frames: int, sample_rate_hz: int
) -> Samples:
    """The amplitudes of middle and side, ``(2, frames // 2 + 1)``; in parts, to save memory."""
    width_hz = sample_rate_hz / frames
    # The power up to 20 kHz is 1, the same at every sample rate.
    total = _power(spectrum, np.arange(1.0, _TOP_HZ + 1.0)).sum()
    amplitudes = np.empty((2, frames // 2 + 1), dtype=np.float32)
    for start in range(0, amplitudes.shape[1], _AT_ONCE):
        part = amplitudes[:, start : start + _AT_ONCE]
        hz = np.arange(start, start + part.shape[1], dtype=np.float64) * width_hz
        alike = np.sinc(2.0 * hz * apart_m / _SOUND_M_PER_S)
        whole = np.sqrt(_power(spectrum, hz) * (width_hz / total)) * (frames / 2)
        part[0] = whole * np.sqrt((1.0 + alike) / 2.0)
        part[1] = whole * np.sqrt((1.0 - alike) / 2.0)
    return amplitudes


def _power(spectrum: Sequence[tuple[float, float]], hz: Array) -> Array:
    at, levels_db = (np.array(column, dtype=np.float64) for column in zip(*spectrum, strict=True))
    db = np.interp(np.log(np.maximum(hz, 1.0)), np.log(at), levels_db)
    return np.asarray(np.where(hz < at[0], 0.0, 10.0 ** (db / 10.0)))
