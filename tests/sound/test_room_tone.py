"""The air of a room: soft noise that goes round, is always the same, and has no pitch."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.sound.room_tone import room_tone

RATE_HZ = 8000


def test_room_tone_goes_round_without_a_seam() -> None:
    loop = room_tone(8_000)[:, 0]
    steps = np.abs(np.diff(np.concatenate([loop, loop[:1]])))
    assert steps[-1] <= np.quantile(steps[:-1], 0.999)
    assert (loop**2).mean() == pytest.approx(1.0, rel=1e-3)


def test_it_is_noise_that_falls_above_500_hz() -> None:
    """A first-order low pass: 3 dB down at its corner, 6 dB more for every octave far above."""
    tone = room_tone(RATE_HZ)[:, 0]
    assert len(tone) >= 60 * RATE_HZ  # nobody hears that it is a loop
    power = np.abs(np.fft.rfft(tone)) ** 2

    def level_db(hz: float) -> float:
        middle = round(hz * len(tone) / RATE_HZ)
        return float(10 * np.log10(power[middle - 600 : middle + 600].mean()))

    levels = [level_db(it) - level_db(125.0) for it in (500.0, 1000.0, 3500.0)]
    expected = [-10 * np.log10((1 + (it / 500) ** 2) / (1 + 1 / 16)) for it in (500, 1000, 3500)]
    assert levels == pytest.approx(expected, abs=0.5)
    assert level_db(125.0) - level_db(20.0) > 5.0  # no rumble
    assert np.abs(tone).max() < 6.0  # noise, no click: its RMS is 1


def test_it_is_always_the_same() -> None:
    np.testing.assert_array_equal(room_tone(1000), room_tone(1000))
