from __future__ import annotations

import numpy as np
import pytest

from quietude.audio.clip import Clip, Samples
from quietude.speech.processing import process, trimmed_seconds
from quietude.speech.voice_chain import warm

RATE_HZ = 44_100


def tone(hz: float, seconds: float = 1.0) -> Samples:
    return np.asarray(
        0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ), np.float32
    )


def gain_db(hz: float) -> float:
    out = warm(tone(hz), RATE_HZ)[RATE_HZ // 4 : -RATE_HZ // 4]
    return float(20 * np.log10(np.sqrt((out**2).mean()) / (0.3 / np.sqrt(2))))


def test_the_chain_is_warm_and_soft() -> None:
    assert gain_db(30) < -6
    assert gain_db(150) == pytest.approx(1.5, abs=1.2)
    assert gain_db(1000) == pytest.approx(0.0, abs=1.0)
    assert gain_db(9000) < -6


def test_hiss_is_held_back_and_vowels_are_not() -> None:
    assert gain_db(6500) < gain_db(3000) - 2
    assert gain_db(2500) > -1.5


def test_the_length_and_the_order_stay() -> None:
    clip = tone(200)
    assert warm(clip, RATE_HZ).shape == clip.shape
    np.testing.assert_array_equal(warm(clip, RATE_HZ), warm(clip, RATE_HZ))
    assert warm(clip[:10], RATE_HZ).shape == (10,)


def test_trimming_keeps_soft_edges_and_counts_without_them() -> None:
    silence = np.zeros(RATE_HZ, np.float32)
    breath = 0.02 * tone(3000, 0.2)
    clip = Clip(np.concatenate([silence, breath, tone(200), breath, silence]), RATE_HZ)
    assert trimmed_seconds(clip) == pytest.approx(1.4, abs=0.02)
    done = process(clip, RATE_HZ)
    assert done.seconds == pytest.approx(1.4 + 0.18, abs=0.02)
    assert done.samples[0] == pytest.approx(0, abs=1e-4)
    assert done.samples[-1] == pytest.approx(0, abs=1e-4)


def test_silence_is_left_alone() -> None:
    assert process(Clip(np.zeros(1000, np.float32), 22_050), RATE_HZ).frames == 2000
