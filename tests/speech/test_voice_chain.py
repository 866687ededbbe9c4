"""The voice chain: warmth, a soft edge, less hiss, and a room nobody notices."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.audio.clip import Samples
from quietude.speech import voice_chain
from quietude.speech.voice_chain import through_chain

RATE_HZ = 44_100


def tone(hz: float, seconds: float = 1.0) -> Samples:
    return np.asarray(
        0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ), np.float32
    )


def gain_db(hz: float) -> float:
    out = through_chain(tone(hz), RATE_HZ, "warm")[RATE_HZ // 4 : -RATE_HZ // 4]
    return float(20 * np.log10(np.sqrt((out**2).mean()) / (0.3 / np.sqrt(2))))


def test_the_chain_is_warm_and_soft() -> None:
    assert gain_db(30) < -6
    assert gain_db(150) == pytest.approx(1.5, abs=1.2)
    assert gain_db(1000) == pytest.approx(0.0, abs=1.0)
    assert gain_db(9000) < -6


def test_hiss_is_turned_down_and_vowels_are_not() -> None:
    assert gain_db(6500) < gain_db(3000) - 2
    assert gain_db(2500) > -1.5


def test_the_length_and_the_order_stay() -> None:
    clip = tone(200)
    assert through_chain(clip, RATE_HZ, "warm").shape == clip.shape
    np.testing.assert_array_equal(
        through_chain(clip, RATE_HZ, "warm"), through_chain(clip, RATE_HZ, "warm")
    )
    assert through_chain(clip[:10], RATE_HZ, "warm").shape == (10,)


def test_hiss_is_turned_down_by_six_decibels_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = {hz: gain_db(hz) for hz in (2000, 6500, 9000, 14_000)}
    monkeypatch.setattr(voice_chain, "_HISS_FLOOR_DB", 0.0)
    change_db = {hz: level - gain_db(hz) for hz, level in with_it.items()}
    assert change_db[2000] == pytest.approx(0.0, abs=0.01)
    assert 0.0 > change_db[6500] > change_db[9000] > change_db[14_000] > -6.03
    assert change_db[14_000] < -4.5


def test_the_room_is_an_echo_too_soft_to_notice() -> None:
    click = np.zeros(RATE_HZ, np.float32)
    click[RATE_HZ // 2] = 1.0
    out = through_chain(click, RATE_HZ, "warm").astype(np.float64)
    after = RATE_HZ // 2 + round(0.011 * RATE_HZ)
    room = out[after + 200 : after + round(0.09 * RATE_HZ)]
    level_db = 10 * np.log10((room**2).sum() / (out[:after] ** 2).sum())
    assert -45 < level_db < -25
    assert np.abs(out[after + round(0.1 * RATE_HZ) :]).max() < 1e-3


def test_a_slow_rate_has_no_edge_to_soften() -> None:
    assert through_chain(tone(200)[:16_000], 16_000, "warm").shape == (16_000,)


def test_a_hollow_voice_gets_presence_and_loses_its_boom() -> None:
    """Between 800 Hz and 2 kHz some 8 dB more, at 200 Hz 3 dB less, and nothing far away."""
    rate_hz = 44_100
    sound = np.random.default_rng(0).normal(0, 0.05, 2 * rate_hz).astype(np.float32)
    hz = np.fft.rfftfreq(len(sound), 1 / rate_hz)
    before, warm, present = (
        np.abs(np.fft.rfft(found)) ** 2
        for found in (
            sound,
            through_chain(sound, rate_hz, "warm"),
            through_chain(sound, rate_hz, "present"),
        )
    )

    def changed_db(found: np.ndarray, low: float, high: float) -> float:
        band = (hz > low) & (hz < high)
        return float(10 * np.log10(found[band].sum() / before[band].sum()))

    assert changed_db(present, 1100, 1500) == pytest.approx(8.0, abs=0.6)
    assert changed_db(present, 800, 2000) > changed_db(warm, 800, 2000) + 6.0
    assert changed_db(present, 180, 220) == pytest.approx(-2.8, abs=0.6)
    assert changed_db(warm, 180, 220) > 0.5
    assert changed_db(present, 8000, 9000) == pytest.approx(changed_db(warm, 8000, 9000), abs=0.8)
