"""Movements: the same from wherever they are read, of the size they are asked to have."""

from __future__ import annotations

import numpy as np
import pytest

from quietude.sound.ambience.control import Control
from quietude.sound.ambience.motion import Drift, Gusts, Motion, Pulse, Waves
from quietude.sound.ambience.scratch import Scratch

TIMES_S = np.arange(0, 1200, 0.02)
WAVES = Waves(every_s=9.5, lead_s=0.5, rise_s=1.5, fall_s=2.0, calm_db=-15.0, lean_db=3.0)
PULSE = Pulse(every_s=1.4, rise_s=0.14, fall_s=0.22, second_s=0.38, second_db=-4.0, calm_db=-12.0)
MOTIONS = (Drift("air", 1.5, 8.0, 0.4), WAVES, Gusts(20.0, 0.35), PULSE)

each = pytest.mark.parametrize("motion", MOTIONS, ids=lambda motion: type(motion).__name__)


@each
def test_a_movement_is_the_same_from_any_time(motion: Motion) -> None:
    for ear in (0, 1):
        whole = motion.gain(5, TIMES_S, ear)
        np.testing.assert_allclose(
            motion.gain(5, TIMES_S[20_000:20_300], ear), whole[20_000:20_300], rtol=2e-4
        )
        assert (whole > 0).all()


@each
def test_no_session_has_the_movement_of_another(motion: Motion) -> None:
    one, other = (20 * np.log10(motion.gain(key, TIMES_S, 0)) for key in (5, 6))
    assert np.abs(one - other).max() > 0.5


def test_waves_come_about_every_nine_seconds_and_no_two_are_alike() -> None:
    level_db = 20 * np.log10(WAVES.gain(1, TIMES_S, 0))
    smooth = np.convolve(level_db, np.full(25, 1 / 25), mode="same")
    tops = np.flatnonzero((smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] >= smooth[2:]))
    heights = smooth[tops + 1][smooth[tops + 1] > -8]
    assert 1200 / 9.5 * 0.7 < len(heights) < 1200 / 9.5 * 1.3
    assert heights.std() > 1.5
    assert level_db.min() > -15.1
    centred = level_db[::10] - level_db.mean()
    alike = [(centred[:-lag] * centred[lag:]).mean() / centred.var() for lag in range(100, 3000, 3)]
    assert max(alike) < 0.45


def test_a_wave_leads_in_one_layer_and_follows_in_another() -> None:
    early, late = (
        Waves(9.5, lead_s, 1.5, 2.0, -15.0, 0.0).gain(2, TIMES_S, 0) for lead_s in (1.0, -1.0)
    )
    lags = range(-150, 151, 5)
    inner = slice(200, -200)
    best = max(lags, key=lambda lag: float((early[inner] * np.roll(late, -lag)[inner]).mean()))
    assert 70 <= best <= 130  # some two seconds, in fiftieths


def test_a_gust_is_stronger_in_the_leaves_and_later_on_the_right() -> None:
    air, leaves = (20 * np.log10(Gusts(db, 0.4).gain(4, TIMES_S, 0)) for db in (10.0, 30.0))
    assert leaves.std() == pytest.approx(3 * air.std(), rel=1e-6)
    left, right = (Gusts(20.0, 0.4).gain(4, TIMES_S, ear) for ear in (0, 1))
    best = max(range(-60, 61), key=lambda lag: np.corrcoef(left, np.roll(right, -lag))[0, 1])
    assert best == pytest.approx(20, abs=6)


def test_between_its_steps_a_gain_is_a_straight_line_in_blocks_of_any_size() -> None:
    control = Control((MOTIONS[0],), 0.5, 3, 8000)
    whole = control.envelope(0, 80_000, Scratch())
    assert whole.shape == (2, 80_000)
    pieces = [control.envelope(start, 777, Scratch()) for start in range(0, 80_000 - 777, 777)]
    joined = np.concatenate(pieces, axis=1)
    np.testing.assert_array_equal(joined, whole[:, : joined.shape[1]])
    assert np.abs(np.diff(whole)).max() < 1e-3
    hops = whole.reshape(2, 100, 800).astype(np.float64)
    np.testing.assert_allclose(
        control.mean_squares(0, 100), np.square(hops).mean(axis=2), rtol=5e-3
    )


def test_without_movements_a_gain_stands_still() -> None:
    control = Control((), 0.25, 3, 8000)
    assert (control.envelope(5, 10, Scratch()) == 0.25).all()
    assert (control.mean_squares(0, 4) == 0.0625).all()
