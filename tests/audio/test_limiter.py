"""The limiter holds its ceiling, bends the gain smoothly, and says where it worked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quietude.audio.clip import Samples
from quietude.audio.limiter import LOOK_AHEAD_S, MERGE_WITHIN_S, Limiter, LookAheadGain
from quietude.audio.loudness import LoudnessMeter
from quietude.sound.master import Master
from quietude.units import db_to_gain, gain_to_db

RATE_HZ = 44_100


def noise(seed: int, frames: int, level: float) -> Samples:
    rng = np.random.default_rng(seed)
    bursts = np.repeat(rng.random(frames // 500 + 1) ** 4, 500)[:frames, None]
    return (level * bursts * rng.normal(0, 1, (frames, 2))).astype(np.float32)


def mastered(signal: Samples, cuts: list[int], gain_db: float = 0.0) -> tuple[Samples, Master]:
    master = Master(gain_db, -1.0, RATE_HZ)
    return np.concatenate(list(master.blocks(np.split(signal, cuts)))), master


def true_peak_db(signal: Samples) -> float:
    meter = LoudnessMeter(RATE_HZ)
    meter.add(signal)
    return meter.result().true_peak_dbtp


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), level=st.floats(0.05, 3.0))
def test_nothing_passes_the_ceiling(seed: int, level: float) -> None:
    out, _ = mastered(noise(seed, 20_000, level), [7000])
    # 0.1 dB: between the samples the gain moves too, which 4x oversampling sees only in part.
    assert true_peak_db(out) <= -1.0 + 0.1


@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(1, 19_999), unique=True, max_size=12), seed=st.integers(0, 999))
def test_blocks_make_no_difference(cuts: list[int], seed: int) -> None:
    signal = noise(seed, 20_000, 1.0)
    whole, _ = mastered(signal, [])
    pieces, _ = mastered(signal, sorted(cuts))
    np.testing.assert_allclose(pieces, whole, atol=1e-6)  # float32 sums in another order


def test_a_quiet_signal_passes_untouched_and_in_place() -> None:
    signal = noise(1, 30_000, 0.05)
    out, master = mastered(signal, [1, 2, 12_345])
    np.testing.assert_array_equal(out, signal)
    assert master.reduction_db == 0.0


def test_gain_is_applied_exactly() -> None:
    signal = noise(1, 10_000, 0.01)
    out, _ = mastered(signal, [100], gain_db=6.0)
    np.testing.assert_allclose(out, signal * np.float32(db_to_gain(6.0)), rtol=1e-6)


def test_one_peak_is_lowered_only_around_itself() -> None:
    signal = np.full((RATE_HZ, 2), 0.01, dtype=np.float32)
    signal[20_000] = 1.6
    out, master = mastered(signal, [999, 20_001, 20_002])
    reach = round(LOOK_AHEAD_S * RATE_HZ) + 40
    np.testing.assert_array_equal(out[: 20_000 - reach], signal[: 20_000 - reach])
    assert abs(out[20_000, 0]) <= db_to_gain(-1.0) + 1e-6
    assert master.reduction_db == pytest.approx(gain_to_db(1.6) + 1.0, abs=0.1)
    gain = out[:, 0] / signal[:, 0]
    assert np.abs(np.diff(gain)).max() < 0.02  # it bends, it does not step
    np.testing.assert_allclose(gain[-10_000:], 1.0)


def test_a_signal_shorter_than_the_delay() -> None:
    signal = noise(5, 50, 2.0)
    out, _ = mastered(signal, [10])
    assert out.shape == signal.shape
    assert Limiter(0.5, RATE_HZ).delay > 50


def gain_around(peak: float) -> Samples:
    """The gain a steady signal has under around one peak in its middle, ``(frames,)``."""
    signal = np.full((RATE_HZ, 2), 0.01, dtype=np.float32)
    signal[RATE_HZ // 2] = peak
    out, _ = mastered(signal, [999, RATE_HZ // 2 + 1])
    return np.asarray(out[:, 0] / signal[:, 0])


def test_the_gain_is_down_5_ms_before_a_peak_and_returns_at_12_a_second() -> None:
    """Down to half, it is whole again after 42 ms; the look-ahead rounds the corners of the way."""
    gain = gain_around(2.0 * db_to_gain(-1.0))
    middle = RATE_HZ // 2
    lowered = np.flatnonzero(gain < 1.0 - 1e-4)
    assert gain[middle] == pytest.approx(0.5, abs=0.01)
    assert (middle - lowered[0]) / RATE_HZ == pytest.approx(LOOK_AHEAD_S, abs=0.0006)
    assert pytest.approx(0.005) == LOOK_AHEAD_S
    for after_s, expected in ((0.0, 0.5), (0.010, 0.62), (0.020, 0.74), (0.030, 0.86)):
        assert gain[middle + round(after_s * RATE_HZ)] == pytest.approx(expected, abs=0.04)
    assert (lowered[-1] - middle) / RATE_HZ == pytest.approx(0.5 / 12.0 + 0.0025, abs=0.003)


def test_the_gain_sets_out_and_arrives_without_a_corner() -> None:
    """A step through two boxcars: half of the way along a parabola, the rest along another."""
    needed = np.ones(3000, dtype=np.float32)
    needed[1000:] = 0.5
    box = round(LOOK_AHEAD_S * RATE_HZ / 2)
    at = np.arange(1, 2 * box)
    rest = 2 * box - at
    way = np.where(at <= box, at * (at + 1) / 2, box**2 - rest * (rest - 1) / 2) / box**2
    gain = LookAheadGain(RATE_HZ).process(needed)
    np.testing.assert_allclose(gain[1000 : 1000 + len(at)], 1.0 - 0.5 * way, atol=1e-5)


def test_gain_reductions_a_second_apart_are_one_and_further_apart_two() -> None:
    apart = round(MERGE_WITHIN_S * RATE_HZ)
    for more, count in ((1, 1), (2, 2)):  # a second lies between the end of one and the next
        limiter = Limiter(1.0, RATE_HZ)
        gain = np.ones(2 * apart, dtype=np.float32)
        gain[[0, apart + more]] = 0.5
        limiter._note(gain)
        assert len(limiter.gain_reductions) == count


def test_gain_reductions_are_listed_and_those_within_a_second_merged() -> None:
    """Peaks of 6, 3, 9 and 1 dB over the ceiling; the first two are 0.9 s apart, the next 1.2 s."""
    signal = np.full((5 * RATE_HZ, 2), 0.01, dtype=np.float32)
    places = {RATE_HZ: 6.0, 19 * RATE_HZ // 10: 3.0, 31 * RATE_HZ // 10: 9.0, 4 * RATE_HZ: 1.0}
    for at, over_db in places.items():
        signal[at, at % 2] = db_to_gain(-1.0 + over_db)  # in one ear or the other
    for cuts in ([], [RATE_HZ, RATE_HZ + 100, 2 * RATE_HZ], list(range(700, 5 * RATE_HZ, 700))):
        out, master = mastered(signal, cuts)
        assert [event.reduction_db for event in master.gain_reductions] == pytest.approx(
            [6.0, 9.0], abs=0.2
        )
        assert master.reduction_db == pytest.approx(9.0, abs=0.2)
        differs = np.flatnonzero(np.abs(out - signal).max(axis=1) > 1e-3 * 0.01)
        one, other = master.gain_reductions
        assert abs(one.start_frame - differs[0]) < 50
        assert abs(other.end_frame - 1 - differs[-1]) < 50
        first = differs[differs < 5 * RATE_HZ // 2]
        assert abs(one.end_frame - 1 - first[-1]) < 50
        assert abs(other.start_frame - differs[len(first)]) < 50
        np.testing.assert_array_equal(out[:, 0] / signal[:, 0] < 1, out[:, 1] / signal[:, 1] < 1)
