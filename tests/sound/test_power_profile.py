"""The powers of what sounds at its place, against measuring it there."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.audio.clip import Samples
from quietude.sound.cues import Recorded
from quietude.sound.power_profile import Powers, middles
from quietude.sound.speech_band import SpeechBandMeter

RATE_HZ = 8000
HOP = RATE_HZ // 10
TOTAL = 4 * RATE_HZ


def measured(sound: Samples) -> Samples:
    meter = SpeechBandMeter(RATE_HZ, 2)
    meter.add(sound)
    return np.asarray(meter.powers())


def rustle(frames: int) -> Samples:
    """Noise that swells, so that every tenth of a second has another power."""
    swell = np.linspace(0.1, 1.0, frames)
    return (swell * np.random.default_rng(0).normal(0, 0.1, frames)).astype(np.float32)


@pytest.mark.parametrize("start", [0, 3 * HOP, 5 * HOP + 333, TOTAL - 1000])
def test_a_phrase_has_its_power_where_it_is_said(start: int) -> None:
    wave = rustle(9_777)
    placed = np.zeros((TOTAL, 2), dtype=np.float32)
    part = wave[: TOTAL - start, None]
    placed[start : start + len(part)] = part
    powers = Powers(TOTAL, RATE_HZ)
    powers.add_centred(start, wave)
    np.testing.assert_allclose(powers.values, measured(placed), rtol=1e-3, atol=1e-7)


def test_cues_ring_over_one_another_to_the_nearest_tenth() -> None:
    bell = Recorded(rustle(7 * HOP + 100), 0.5, 0.2)
    powers = Powers(TOTAL, RATE_HZ)
    placed = np.zeros((TOTAL, 2), dtype=np.float32)
    for start, nearest in (
        (2 * HOP + 10, 2 * HOP),
        (9 * HOP + 790, 10 * HOP),
        (20 * HOP, 20 * HOP),
    ):
        powers.add_one_shot(start, bell)
        placed[nearest : nearest + bell.frames] = bell.read(0, bell.frames)
    np.testing.assert_allclose(powers.values[0], measured(placed)[0], rtol=0.05, atol=1e-6)
    one = Powers(TOTAL, RATE_HZ)
    one.add_one_shot(0, bell)
    once = one.values.copy()
    one.add_one_shot(0, bell)
    np.testing.assert_allclose(one.values, 2 * once)


def test_the_middle_of_a_tenth_is_in_its_middle() -> None:
    assert middles(slice(3, 6), RATE_HZ).tolist() == [2800, 3600, 4400]
