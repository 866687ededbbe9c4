"""The edges of a line: its soft last sounds are in it, and the room after it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pink_noise import pink_noise
from quietude.speech.takes.cutting.bands import RATE_HZ, bands_of, heard
from quietude.speech.takes.cutting.edges import Edges, quiet_edges

if TYPE_CHECKING:
    from quietude.audio.clip import Samples

LEVEL = 0.1
VOICED = (1.0, 2.0)
NEAR_S = 0.045


def line(*sounds: tuple[float, float, float], seed: int = 1, room_db: float = -20.0) -> Samples:
    """A vowel from 1 to 2 s in a room, and soft sounds between 3 and 6 kHz: start, end, level."""
    t = np.arange(4 * RATE_HZ) / RATE_HZ
    vowel: Any = sum(np.sin(2 * np.pi * 140 * n * t + n) / n for n in range(1, 25))
    vowel *= (t >= VOICED[0]) & (t < VOICED[1])
    samples = vowel * LEVEL / np.sqrt(np.mean(vowel[RATE_HZ : 2 * RATE_HZ] ** 2))
    samples += LEVEL * pink_noise(4.0, room_db, seed)
    for start, end, db in sounds:
        first = round(start * RATE_HZ)
        sound = LEVEL * pink_noise(end - start, db, seed + 1, 3000, 6000)
        samples[first : first + len(sound)] += sound
    return np.asarray(samples, dtype=np.float32)


def edges_of(samples: Samples, before: int = 0, after: int = 400) -> Edges:
    return quiet_edges(heard(bands_of([samples], RATE_HZ)), 102, 198, before, after)


@pytest.mark.parametrize(
    ("sound", "start", "end"),
    [
        pytest.param((2.0, 2.2, -27.0), 1.0, 2.2, id="a last s"),
        pytest.param((2.1, 2.13, -26.0), 1.0, 2.13, id="lips that open a tenth of a second later"),
        pytest.param((0.8, 1.0, -27.0), 0.8, 2.0, id="a first f"),
        pytest.param((2.0, 2.2, -39.0), 1.0, 2.0, id="softer than a room"),
        pytest.param((2.35, 2.45, -20.0), 1.0, 2.0, id="none of the line"),
    ],
)
@pytest.mark.parametrize("room_db", [-20.0, -50.0])
def test_a_line_ends_with_the_last_that_is_heard_of_it(
    sound: tuple[float, float, float], start: float, end: float, room_db: float
) -> None:
    found = edges_of(line(sound, room_db=room_db))
    assert found.first / 100 == pytest.approx(start, abs=NEAR_S)
    assert found.last / 100 == pytest.approx(end, abs=NEAR_S)
    assert found.alone


def test_a_room_alone_is_not_taken_for_the_line() -> None:
    for seed in range(20):
        found = edges_of(line(seed=seed))
        assert found.first / 100 == pytest.approx(VOICED[0], abs=NEAR_S)
        assert found.last / 100 == pytest.approx(VOICED[1], abs=NEAR_S)


def test_a_line_that_the_search_ends_in_the_next_one_takes_nothing_of_it() -> None:
    found = edges_of(line(), before=108, after=193)
    assert found.first / 100 == pytest.approx(VOICED[0], abs=NEAR_S)
    assert found.last / 100 == pytest.approx(VOICED[1], abs=NEAR_S)
    assert found.alone
