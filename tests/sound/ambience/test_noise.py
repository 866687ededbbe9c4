"""Noise has the spectrum it is asked for, at every rate, and two ears as microphones have."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from quietude.sound.ambience.noise import stereo_noise

FLAT_TO_2K = ((50.0, 0.0), (2000.0, 0.0), (4000.0, -40.0), (20_000.0, -80.0))


@pytest.mark.parametrize("rate_hz", [22_050, 44_100, 48_000])
def test_noise_has_its_spectrum_and_level_at_every_rate(rate_hz: int) -> None:
    noise = stereo_noise(FLAT_TO_2K, 0.2, 3, rate_hz)
    assert noise.dtype == np.float32
    assert noise.shape == (2, 12 * rate_hz)
    assert np.square(noise).mean() == pytest.approx(1.0, rel=0.03)
    hz, power = signal.welch(noise[0], rate_hz, nperseg=4096)
    level = 10 * np.log10(power)

    def between(low: float, high: float) -> float:
        return float(level[(hz > low) & (hz < high)].mean())

    assert between(100, 1000) - between(1000, 1900) == pytest.approx(0.0, abs=0.5)
    assert between(3900, 4100) - between(100, 1900) == pytest.approx(-40.0, abs=2.0)


def test_ears_are_alike_in_the_lows_and_unrelated_in_the_highs() -> None:
    noise = stereo_noise(((20.0, 0.0), (20_000.0, 0.0)), 0.2, 4, 22_050)
    hz, cross = signal.csd(noise[0], noise[1], 22_050, nperseg=2048)
    own = signal.welch(noise[0], 22_050, nperseg=2048)[1]
    alike = cross.real / own
    for low, high in ((60, 200), (300, 600), (2000, 8000)):
        band = (hz > low) & (hz < high)
        expected = np.sinc(2 * hz[band] * 0.2 / 343.0).mean()
        assert alike[band].mean() == pytest.approx(expected, abs=0.06)
    assert alike[(hz > 60) & (hz < 200)].mean() > 0.9
    assert abs(alike[(hz > 2000) & (hz < 8000)].mean()) < 0.05
