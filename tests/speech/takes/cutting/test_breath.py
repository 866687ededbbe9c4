"""The breath of a reader after lines: learnt from all, found after each, and none where none is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pink_noise import pink_noise
from quietude.speech.takes.cutting.bands import RATE_HZ, Heard, bands_of, heard
from quietude.speech.takes.cutting.edges import quiet_edges, reader_breath

if TYPE_CHECKING:
    from collections.abc import Callable

    from quietude.audio.clip import Samples

LINES, LINE_S, EACH_S = 12, 1.0, 2.0
ROOM_DB = -20.0
BREATH_HZ, BREATH_S, PAUSE_S = (1200, 3700), 0.2, 0.03
BREATH_DB = -31.5
"""The room has 4 dB more in the band of the breath."""
NEAR_S = 0.055


def recording(breathes: Callable[[int], bool], db: float = BREATH_DB) -> Heard:
    """Vowels of a second in a room, a second apart, some with a breath."""
    t = np.arange(round(LINE_S * RATE_HZ)) / RATE_HZ
    vowel: Any = sum(np.sin(2 * np.pi * 140 * n * t + n) / n for n in range(1, 12))
    vowel /= np.sqrt(np.mean(vowel**2))
    samples = pink_noise((LINES + 0.5) * EACH_S, ROOM_DB, 703)
    for line in range(LINES):
        first = round(line_start(line) * RATE_HZ)
        samples[first : first + len(vowel)] += vowel
        if breathes(line):
            breath = pink_noise(BREATH_S, db, line + 710, *BREATH_HZ)
            first += len(vowel) + round(PAUSE_S * RATE_HZ)
            samples[first : first + len(breath)] += breath
    samples = 0.1 * samples
    quiet: Samples = samples.astype(np.float32)
    return heard(bands_of([quiet], RATE_HZ))


def line_start(line: int) -> float:
    return EACH_S / 2 + line * EACH_S


def ends(sound: Heard, breath: Any) -> Any:
    """The end of each line, in seconds after that of its vowel."""
    found = []
    for line in range(LINES):
        start = round(line_start(line) * 100)
        edges = quiet_edges(sound, start + 2, start + 98, start - 50, start + 190, breath)
        found.append((edges.last - start) / 100 - LINE_S)
    return np.array(found)


def test_a_breath_that_no_moment_of_shows_is_found_after_the_lines_that_have_it() -> None:
    sound = recording(lambda line: line % 3 > 0)
    breath = reader_breath(sound)
    assert breath is not None
    few = Heard(sound.bands, sound.noise, sound.stretches[:5])
    assert reader_breath(few) is None, "five lines are too few to learn from"
    true = np.where(np.arange(LINES) % 3 > 0, PAUSE_S + BREATH_S, 0.0)
    alone, together = (np.abs(ends(sound, one) - true) > NEAR_S for one in (None, breath))
    assert alone.sum() >= 4
    assert not together.any()


@pytest.mark.parametrize(
    ("lines", "db"),
    [
        pytest.param((), 0.0, id="nobody breathes"),
        pytest.param((5,), -10.0, id="one cough"),
    ],
)
def test_a_reader_without_a_breath_has_none(lines: tuple[int, ...], db: float) -> None:
    assert reader_breath(recording(lambda line: line in lines, db)) is None
