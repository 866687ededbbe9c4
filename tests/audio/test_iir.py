"""The filter against the textbook's loop over samples, in every cut."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from quietude.audio.clip import Samples
from quietude.audio.iir import IirFilter
from quietude.audio.loudness import k_weighting

SECTIONS = k_weighting(44_100)


def noise(frames: int, seed: int = 0) -> Samples:
    wave = np.random.default_rng(seed).normal(0.3, 0.5, (2, frames))  # with an offset to take away
    return wave.astype(np.float32)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 3000), min_size=1, max_size=8), st.integers(0, 99))
def test_the_filter_is_the_recursion_in_blocks_of_any_size(pieces: list[int], seed: int) -> None:
    wave = noise(sum(pieces), seed)
    expected = signal.sosfilt(SECTIONS, wave.astype(np.float64))
    running = IirFilter(SECTIONS, 2)
    parts = [running.process(part) for part in np.split(wave, np.cumsum(pieces)[:-1], axis=1)]
    np.testing.assert_allclose(np.concatenate(parts, axis=1), expected, atol=3e-5)


def test_the_filter_stays_exact_over_a_long_stream() -> None:
    wave = noise(44_100 * 20)
    expected = signal.sosfilt(SECTIONS, wave.astype(np.float64))
    found = IirFilter(SECTIONS, 2).process(wave)
    assert np.abs(found - expected).max() < 3e-5
    error_db = 20 * np.log10(np.std(found - expected) / np.std(expected))
    assert error_db < -110


def test_rows_do_not_leak_into_one_another() -> None:
    wave = noise(10_000)
    wave[1] = 0
    found = IirFilter(SECTIONS, 2).process(wave)
    assert not found[1].any()
    assert found[0].any()
