"""Peaks held down from what was found of them: as the limiter does it, sample by sample."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quietude.audio.clip import Samples
from quietude.audio.limiter import Limiter
from quietude.audio.true_peak import SIDE, interpolated_peaks
from quietude.sound.phrase_peaks import find_excess, limit_peaks

RATE_HZ = 44_100


def limited(wave: Samples, ceiling: float) -> Samples:
    limiter = Limiter(ceiling, RATE_HZ, channels=1)
    return limiter.process(np.pad(wave, (0, limiter.delay))[:, None])[limiter.delay :, 0]


@st.composite
def phrases(draw: st.DrawFn) -> Samples:
    """Noise that swells here and there, some of it near the ends, some within one release."""
    frames = draw(st.integers(1, 60_000))
    random = np.random.default_rng(draw(st.integers(0, 999)))
    wave = 0.1 * random.standard_normal(frames)
    for _ in range(draw(st.integers(0, 4))):
        at, length = draw(st.integers(0, frames - 1)), draw(st.integers(1, 2000))
        wave[at : at + length] *= draw(st.floats(1.0, 12.0))
    wave[:SIDE] = wave[-SIDE:] = 0.0  # or it would ring, softly, before its first frame
    return wave.astype(np.float32)


@settings(max_examples=60, deadline=None)
@given(phrases(), st.floats(0.1, 0.9))
def test_it_is_what_the_limiter_does(wave: Samples, ceiling: float) -> None:
    held = wave.copy()
    limit_peaks(held, find_excess(wave, ceiling), RATE_HZ)
    np.testing.assert_allclose(held, limited(wave, ceiling), rtol=1e-5, atol=1e-6)


def test_what_is_not_too_high_is_not_touched() -> None:
    wave = (0.2 * np.sin(np.arange(30_000) / 30)).astype(np.float32)
    wave[12_000:12_100] *= 3.0
    held = wave.copy()
    excess = find_excess(wave, 0.4)
    limit_peaks(held, excess, RATE_HZ)
    assert 0 < len(excess.frames) <= 100
    assert np.array_equal(held[:11_000], wave[:11_000])
    assert np.array_equal(held[18_000:], wave[18_000:])
    peaks = interpolated_peaks(np.pad(held, (SIDE - 1, SIDE))[:, None], 0.0)
    assert peaks.max() == pytest.approx(0.4, rel=0.02)


def test_a_long_phrase_is_held_down_to_its_end() -> None:
    """It is looked at in pieces: a peak on either side of a joint, or between, is as any other."""
    wave = np.zeros(100_000, dtype=np.float32)
    places = (1000, 32_767, 40_000, 65_536, 98_000)
    for at in places:
        wave[at - 8 : at + 8] = 0.9 * np.sinc(0.8 * (np.arange(-8, 8) + 0.5)) * np.hanning(16)
        wave[at - 400 : at - 300] += 0.05
    held = wave.copy()
    excess = find_excess(wave, 0.4)
    limit_peaks(held, excess, RATE_HZ)
    np.testing.assert_allclose(held, limited(wave, 0.4), rtol=1e-5, atol=1e-6)
    for at in places:
        assert np.abs(excess.frames - float(at)).min() < 10
    peaks = interpolated_peaks(np.pad(held, (SIDE - 1, SIDE))[:, None], 0.0)
    assert peaks.max() <= 0.4 * 1.02
