from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quietude.audio.clip import Samples
from quietude.plan.bed_schedule import stretches
from quietude.plan.timeline import BedPlacement
from quietude.script.bed import bed_of_id
from quietude.sound.bed_changes import BedStem

TOTAL = 4_000


class Counting:
    """A bed that says which bed it is and how far it has been read."""

    def __init__(self, level: float) -> None:
        self._level = level
        self.now = 0

    def read(self, frames: int) -> Samples:
        at = np.arange(self.now, self.now + frames)
        self.now += frames
        left = np.full(frames, self._level)
        return np.asarray(np.stack([left, at / TOTAL], axis=1), dtype=np.float32)

    def seek(self, frame: int) -> None:
        self.now = frame


def stem(*beds: tuple[str, int, int]) -> BedStem:
    placed = [BedPlacement(bed_of_id(bed), *rest) for bed, *rest in beds]
    levels = {"a": 1.0, "b": 2.0, "none": 0.0}
    return BedStem(
        stretches(placed, bed_of_id("a"), TOTAL),
        {bed_of_id(name): partial(Counting, level) for name, level in levels.items()},
    )


def test_a_single_bed_passes_unchanged() -> None:
    assert np.array_equal(stem().read(TOTAL), Counting(1.0).read(TOTAL))


def test_the_beds_cross_at_equal_power() -> None:
    left = stem(("a", 0, 0), ("b", 1000, 500)).read(TOTAL)[:, 0].astype(float)
    angle = (np.arange(500) + 0.5) / 500 * np.pi / 2
    assert left[:1000] == pytest.approx(1.0)
    assert left[1000:1500] == pytest.approx(np.cos(angle) + 2 * np.sin(angle), abs=1e-5)
    assert left[1500:] == pytest.approx(2.0)


def test_a_bed_that_returns_begins_anew() -> None:
    heard = stem(("a", 0, 0), ("none", 1000, 100), ("a", 2000, 100)).read(TOTAL)
    assert heard[1100:2000, 0].max() == 0
    right = heard[:, 1]
    assert right[2100] == pytest.approx(100 / TOTAL, rel=1e-3)


def test_short_crossfades_do_not_jump() -> None:
    left = stem(("a", 0, 0), ("b", 900, 400), ("none", 1100, 300), ("a", 1250, 600)).read(TOTAL)
    assert np.abs(np.diff(left[:, 0])).max() < 0.03


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 900), min_size=1, max_size=12))
def test_crossfades_are_the_same_in_blocks_of_any_size(cuts: list[int]) -> None:
    beds = (("a", 0, 0), ("b", 900, 400), ("none", 1100, 300), ("a", 2000, 600))
    whole = stem(*beds).read(sum(cuts))
    one = stem(*beds)
    parts = np.concatenate([one.read(frames) for frames in cuts])
    assert parts == pytest.approx(whole, abs=1e-6)
