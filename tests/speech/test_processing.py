"""Processing of clips: trimmed, resampled, faded."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.audio.clip import Clip, Samples
from quietude.speech.processing import process, trimmed_seconds

RATE_HZ = 44_100


def tone(hz: float, seconds: float = 1.0) -> Samples:
    return np.asarray(
        0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ), np.float32
    )


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


def test_a_long_breath_before_the_first_word_is_cut_short() -> None:
    """So that a caption begins with the voice; a soft consonant is not cut."""
    for breath_s, kept_s in ((0.25, 0.11), (0.08, 0.08)):
        breath = 0.008 * tone(3000, breath_s)
        clip = Clip(np.concatenate([breath, tone(200)]), RATE_HZ)
        done = process(clip, RATE_HZ, "none")
        voiced = np.flatnonzero(np.abs(done.samples) > 0.1)[0] / RATE_HZ
        assert voiced == pytest.approx(kept_s, abs=0.015)
