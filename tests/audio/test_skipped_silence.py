"""The share of a sound that a player which skips silences leaves out."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.audio.skipped_silence import SkippedSilence

RATE_HZ = 44_100


def share(sound: np.ndarray, cuts: int = 1) -> float:
    meter = SkippedSilence(RATE_HZ)
    for block in np.array_split(sound.astype(np.float32), cuts):
        meter.add(block)
    return meter.share()


def parts(*levels_and_s: tuple[float, float]) -> np.ndarray:
    """Stretches of a square wave, each of a level and a length."""
    waves = [
        level * np.where(np.arange(round(seconds * RATE_HZ)) % 100 < 50, 1.0, -1.0)
        for level, seconds in levels_and_s
    ]
    return np.repeat(np.concatenate(waves)[:, None], 2, axis=1)


@pytest.mark.parametrize("cuts", [1, 7, 977])
def test_silences_of_a_tenth_of_a_second_count(cuts: int) -> None:
    sound = parts((0.5, 1.0), (0.03, 1.0), (0.5, 1.0), (0.0, 1.0))
    assert share(sound, cuts) == pytest.approx(0.5, abs=0.01)
    assert share(parts((0.5, 1.0), (0.0, 0.06)), cuts) == 0.0


def test_sound_louder_than_30_db_below_full_scale_is_kept() -> None:
    assert share(parts((0.0313, 1.0))) == 0.0
    assert share(parts((0.0312, 1.0))) == 1.0
    one_ear = parts((0.5, 1.0))
    one_ear[:, 0] = 0.0
    assert share(one_ear) == 0.0


def test_of_nothing_nothing_is_skipped() -> None:
    assert SkippedSilence(RATE_HZ).share() == 0.0
