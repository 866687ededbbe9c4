"""Whole lengths that keep to what is wanted, and melodies that are moved."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.plan.model import OWN_TUNE, Tune
from quietude.speech.engines.neural.models import tuned, whole_units


@pytest.mark.parametrize("stretch", [1.0, 1.1, 1.2, 1.3, 1.62, 2.0])
def test_the_sum_of_whole_lengths_is_the_sum_of_the_wanted_ones(stretch: float) -> None:
    wanted = np.tile([1.0, 2.0, 1.0, 2.0, 3.0], 12) * stretch
    units = whole_units(wanted)
    assert units.sum() == pytest.approx(wanted.sum(), abs=1.0)
    assert np.abs(units - wanted).max() <= 1.0


def test_no_length_is_less_than_one_unit() -> None:
    assert whole_units(np.array([0.1, 0.1, 0.1, 5.0])).min() == 1


def test_a_voice_is_moved_and_its_breath_is_not() -> None:
    f0 = np.array([0.0, 200.0, 220.0, 0.0, 180.0], np.float32)
    lower = tuned(f0, Tune(pitch_semitones=-12.0))
    assert lower == pytest.approx(f0 / 2)


def test_a_flat_melody_stays_on_its_middle() -> None:
    f0 = np.array([100.0, 200.0, 400.0], np.float32)
    assert tuned(f0, Tune(range_factor=0.0)) == pytest.approx([200.0] * 3)
    assert tuned(f0, Tune(range_factor=0.5)) == pytest.approx([141.4, 200.0, 282.8], rel=1e-3)
    assert tuned(f0, OWN_TUNE) is f0
