"""The powers of what sounds at its place, against measuring it there."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.audio.clip import Samples
from quietude.audio.loudness import PLAIN, WEIGHTED
from quietude.sound.cues import RecordedSound
from quietude.sound.power_profile import (
    SPEECH,
    PowerProfile,
    SpeechBandMeter,
    centred_powers,
    mean_power,
    middles,
)

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
def test_a_phrase_has_its_power_where_it_sounds(start: int) -> None:
    wave = rustle(9_777)
    placed = np.zeros((TOTAL, 2), dtype=np.float32)
    part = wave[: TOTAL - start, None]
    placed[start : start + len(part)] = part
    found = centred_powers(start, wave, RATE_HZ)
    there = measured(placed)
    np.testing.assert_allclose(
        found[:, : TOTAL // HOP - start // HOP], there[:, start // HOP :][:, : found.shape[1]],
        rtol=1e-3, atol=1e-7,
    )  # fmt: skip
    profile = PowerProfile(TOTAL, RATE_HZ)
    profile.add(start, found[WEIGHTED])
    np.testing.assert_allclose(profile.weighted, there[WEIGHTED], rtol=1e-3, atol=1e-7)


def test_the_mean_of_a_phrase_is_that_of_its_own_frames() -> None:
    """Half of the first and of the last tenth it lies in may be silent."""
    wave = rustle(9_777)
    means = [
        mean_power(centred_powers(start, wave, RATE_HZ), len(wave), RATE_HZ) for start in (0, 333)
    ]
    plain = 2 * np.square(wave, dtype=np.float64).mean()
    assert [mean[PLAIN] for mean in means] == pytest.approx([plain, plain], rel=1e-4)


def test_cues_ring_over_one_another_to_the_nearest_tenth() -> None:
    bell = RecordedSound(rustle(7 * HOP + 100), 0.5, 0.2)
    powers = PowerProfile(TOTAL, RATE_HZ)
    placed = np.zeros((TOTAL, 2), dtype=np.float32)
    for start, nearest in (
        (2 * HOP + 10, 2 * HOP),
        (9 * HOP + 790, 10 * HOP),
        (20 * HOP, 20 * HOP),
    ):
        powers.add_one_shot(start, bell)
        placed[nearest : nearest + bell.frames] = bell.read(0, bell.frames)
    np.testing.assert_allclose(powers.weighted, measured(placed)[WEIGHTED], rtol=0.05, atol=1e-6)
    one = PowerProfile(TOTAL, RATE_HZ)
    one.add_one_shot(0, bell)
    once = one.weighted.copy()
    one.add_one_shot(0, bell)
    np.testing.assert_allclose(one.weighted, 2 * once)


def test_the_middle_of_a_tenth_is_in_its_middle() -> None:
    assert middles(slice(3, 6), RATE_HZ).tolist() == [2800, 3600, 4400]


BAND_RATE_HZ = 44_100


def powers(mono: Samples) -> Samples:
    meter = SpeechBandMeter(BAND_RATE_HZ, 1)
    meter.add(mono[:, None])
    return np.asarray(meter.powers())


def tone(hz: float, seconds: float = 1.0) -> Samples:
    at = np.arange(round(seconds * BAND_RATE_HZ))
    return (0.5 * np.sin(2 * np.pi * hz * at / BAND_RATE_HZ)).astype(np.float32)


@pytest.mark.parametrize(("hz", "inside"), [(233.0, False), (1000.0, True), (8000.0, False)])
def test_sound_outside_the_band_does_not_count(hz: float, *, inside: bool) -> None:
    found = powers(tone(hz))
    ratio_db = 10 * np.log10(found[SPEECH].mean() / found[PLAIN].mean())
    assert ratio_db == pytest.approx(0.0, abs=0.3) if inside else ratio_db < -50.0


def test_a_sound_in_either_half_of_a_tenth_is_seen() -> None:
    hop = BAND_RATE_HZ // 10
    for half in (slice(0, hop // 2), slice(hop // 2, hop)):
        sound = np.zeros((10, hop), dtype=np.float32)
        sound[:, half] = tone(1500.0).reshape(10, hop)[:, half]
        found = powers(sound.reshape(-1))
        np.testing.assert_allclose(found[SPEECH], found[PLAIN], rtol=0.3)
