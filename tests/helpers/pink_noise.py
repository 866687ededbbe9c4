"""Pink noise of a known level."""

from __future__ import annotations

from typing import Any

import numpy as np

from quietude.speech.takes.cutting.bands import RATE_HZ


def pink_noise(
    seconds: float, db: float, seed: int, low_hz: float = 20, high_hz: float = 8000
) -> Any:
    """Noise with as much power in each octave: float64 at the rate at which recordings are cut.

    Args:
        seconds: Its length.
        db: Its power, beside 1.
        seed: The seed of its generator.
        low_hz: Its lowest frequency.
        high_hz: Its highest.
    """
    count = round(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    spectrum *= ((hz >= low_hz) & (hz <= high_hz)) / np.sqrt(np.maximum(hz, 20.0))
    noise = np.fft.irfft(spectrum, count)
    return noise * 10 ** (db / 20) / np.sqrt(np.mean(noise**2))
