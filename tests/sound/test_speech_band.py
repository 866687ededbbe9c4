"""The power in the band of words: nothing leaks into it, and all of a tenth is seen."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.audio.clip import Samples
from quietude.audio.loudness import PLAIN
from quietude.sound.speech_band import SPEECH, SpeechBandMeter

RATE_HZ = 44_100


def powers(mono: Samples) -> Samples:
    meter = SpeechBandMeter(RATE_HZ, 1)
    meter.add(mono[:, None])
    return np.asarray(meter.powers())


def tone(hz: float, seconds: float = 1.0) -> Samples:
    at = np.arange(round(seconds * RATE_HZ))
    return (0.5 * np.sin(2 * np.pi * hz * at / RATE_HZ)).astype(np.float32)


@pytest.mark.parametrize(("hz", "inside"), [(233.0, False), (1000.0, True), (8000.0, False)])
def test_what_lies_outside_the_band_does_not_count(hz: float, *, inside: bool) -> None:
    found = powers(tone(hz))
    ratio_db = 10 * np.log10(found[SPEECH].mean() / found[PLAIN].mean())
    assert ratio_db == pytest.approx(0.0, abs=0.3) if inside else ratio_db < -50.0


def test_a_sound_in_either_half_of_a_tenth_is_seen() -> None:
    hop = RATE_HZ // 10
    for half in (slice(0, hop // 2), slice(hop // 2, hop)):
        sound = np.zeros((10, hop), dtype=np.float32)
        sound[:, half] = tone(1500.0).reshape(10, hop)[:, half]
        found = powers(sound.reshape(-1))
        np.testing.assert_allclose(found[SPEECH], found[PLAIN], rtol=0.3)
