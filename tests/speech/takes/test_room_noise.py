"""The noise of a room, lowered evenly, and the voice left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from murmurs import RATE_HZ, murmur
from quietude.audio.clip import Clip
from quietude.speech.takes import room_noise
from quietude.speech.takes.cleaning import cleaned, words_and_room
from quietude.speech.takes.room_noise import lowered

if TYPE_CHECKING:
    from quietude.audio.clip import Samples

ROOMS = (slice(0, RATE_HZ), slice(2 * RATE_HZ, 3 * RATE_HZ))


def spoken() -> Samples:
    """A second of quiet, one of words that come and go, and a second of quiet."""
    words = murmur(1.0)
    words *= np.float32(0.5) - np.float32(0.5) * np.cos(
        np.arange(RATE_HZ) * 2 * np.pi * 4 / RATE_HZ
    )
    return np.concatenate([np.zeros(RATE_HZ), words, np.zeros(RATE_HZ)]).astype(np.float32)


def noise(level: float) -> Samples:
    return np.asarray(level * murmur(3.0, seed=5, level=1.0), dtype=np.float32)


def level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2)))


def test_a_noisy_room_is_lowered_by_six_decibels_and_never_breathes() -> None:
    whole = spoken() + noise(0.006)
    heard = lowered(whole, RATE_HZ, ROOMS, 20.0)
    assert heard.shape == whole.shape
    hop = RATE_HZ // 10
    moments = [
        level_db(heard[at : at + hop]) - level_db(whole[at : at + hop])
        for at in (
            *range(hop, RATE_HZ - hop, hop),
            *range(2 * RATE_HZ + hop, 3 * RATE_HZ - hop, hop),
        )
    ]
    np.testing.assert_allclose(moments, -6.0, atol=0.4)  # near the words as far from them
    # The words lose no more than the noise on them weighs, though it has the spectrum of speech.
    middle = slice(RATE_HZ, 2 * RATE_HZ)
    lost, noisy = (level_db(one[middle] - spoken()[middle]) for one in (heard, whole))
    assert lost < noisy + 1.0


def test_a_room_is_lowered_by_what_is_missing_to_forty_decibels() -> None:
    whole = spoken() + noise(0.001)
    still = slice(RATE_HZ // 4, RATE_HZ * 3 // 4)
    softer = lowered(whole, RATE_HZ, ROOMS, 37.0)
    assert level_db(softer[still]) - level_db(whole[still]) == pytest.approx(-3.0, abs=0.3)
    assert lowered(whole, RATE_HZ, ROOMS, 40.0) is whole
    assert lowered(whole, RATE_HZ, (slice(0, RATE_HZ // 20), slice(9, 9)), 20.0) is whole
    assert lowered(whole[:50], 8000, (slice(0, 50), slice(0, 0)), 20.0).shape == (50,)


def test_a_take_and_its_room_are_lowered_alike() -> None:
    clip = Clip(spoken() + noise(0.006), RATE_HZ)
    kept, quality = cleaned(clip)
    _, room = words_and_room(clip)
    assert quality.noise_db is not None
    assert quality.noise_db == pytest.approx(level_db(noise(0.006)), abs=2.0)  # as recorded
    edge = kept.samples[-round(0.1 * RATE_HZ) :]
    assert level_db(edge) == pytest.approx(level_db(room), abs=1.5)
    assert level_db(room) < quality.noise_db - 4.0


def test_blocks_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = spoken() + noise(0.006)
    at_once = lowered(whole, RATE_HZ, ROOMS, 20.0)
    monkeypatch.setattr(room_noise, "_BLOCK_HOPS", 61)
    np.testing.assert_allclose(lowered(whole, RATE_HZ, ROOMS, 20.0), at_once, atol=1e-6)
