"""A gain curve against its formula, frame by frame, however it is read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quietude.audio.gain_curve import GainCurve, Point

POINTS = [
    Point(100, -20.0),
    Point(400, 0.0),
    Point(900, 0.0),
    Point(1000, -6.0, straight=True),
    Point(1500, -30.0, straight=True),
    Point(1800, -12.0),
]
CURVE = GainCurve(POINTS)
FRAMES = 2000


def gain_db(frame: int) -> float:
    """3t² - 2t³ of the way in dB, or t where it is straight; constant outside."""
    before = [point for point in POINTS if point.frame <= frame] or POINTS[:1]
    after = [point for point in POINTS if point.frame > frame] or POINTS[-1:]
    a, b = before[-1], after[0]
    t = (frame - a.frame) / (b.frame - a.frame) if b.frame > a.frame else 0.0
    way = t if b.straight else 3 * t**2 - 2 * t**3
    return a.gain_db + (b.gain_db - a.gain_db) * way if frame >= POINTS[0].frame else a.gain_db


EXPECTED = 10 ** (np.array([gain_db(frame) for frame in range(FRAMES)]) / 20)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, FRAMES), max_size=12, unique=True))
def test_a_curve_is_its_formula_in_blocks_of_any_size(cuts: list[int]) -> None:
    for frames in np.split(np.arange(FRAMES), sorted(cuts)):
        if len(frames):
            gain = CURVE.read(int(frames[0]), len(frames))
            np.testing.assert_allclose(gain, EXPECTED[frames], rtol=1e-6)


def test_a_curve_is_its_formula_at_frames_in_any_order() -> None:
    frames = np.random.default_rng(0).permutation(FRAMES)
    np.testing.assert_allclose(CURVE.at(frames), EXPECTED[frames], rtol=1e-12)


def test_a_block_is_scaled_where_the_curve_moves_and_where_it_rests() -> None:
    block = np.ones((FRAMES, 2), dtype=np.float32)
    for start, end in ((0, 90), (0, FRAMES), (450, 800), (1700, FRAMES)):
        shaped = CURVE.apply(block[start:end], start)
        np.testing.assert_allclose(shaped[:, 0], EXPECTED[start:end], rtol=1e-6)
        np.testing.assert_array_equal(shaped[:, 0], shaped[:, 1])
    assert (block == 1.0).all()
    assert CURVE.read(450, 300) == 1.0


def test_of_points_at_one_frame_the_last_counts() -> None:
    curve = GainCurve([Point(0, 0.0), Point(10, -6.0), Point(10, -12.0), Point(20, -12.0)])
    assert curve.at(np.array([10]))[0] == pytest.approx(10 ** (-12 / 20))


def test_invalid_points_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        GainCurve([Point(5, 0.0), Point(1, 0.0)])
    with pytest.raises(ValueError, match="at least one"):
        GainCurve([])
