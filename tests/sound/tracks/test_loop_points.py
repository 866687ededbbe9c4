"""Loop points of a track, found from its levels in tenths of a second and its samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from quietude.sound.tracks.loop_points import LoopPoints, best_shift, crossfaded, find_loop_points
from quietude.sound.tracks.looped_track import measure_track

Profile = NDArray[np.float64]


def seam_of(levels_db: Profile) -> LoopPoints:
    return find_loop_points(10 ** (levels_db / 10))


def test_an_even_track_is_used_whole() -> None:
    assert seam_of(np.full(1200, -20.0)) == LoopPoints(0, 1200, 60)


def test_a_lead_in_and_a_fade_out_are_left_out() -> None:
    """40 dB below the middle of the track, and silence is no part of that middle."""
    levels = np.full(1200, -20.0)
    levels[:260], levels[-90:] = -60.0, -60.0
    levels[600:900] = -110.0
    found = seam_of(levels)
    assert 260 <= found.start <= 270
    assert 1100 <= found.end <= 1110


def test_a_slightly_quieter_end_does_not_cost_half_a_minute() -> None:
    levels = np.full(1200, -20.0)
    levels[160:240], levels[960:1040] = -20.5, -20.5
    assert seam_of(levels) == LoopPoints(0, 1200, 60)


@pytest.mark.parametrize(("hops", "overlap"), [(100, 25), (60, 15), (240, 60)])
def test_a_short_track_is_crossfaded_over_a_quarter(hops: int, overlap: int) -> None:
    """And as much of it is left as a loop has at least."""
    levels = np.full(hops, -20.0)
    middle = slice(hops // 4 - overlap // 2, hops - hops // 4 + overlap // 2)
    levels[middle] = -28.0  # the quieter middle draws both ends in
    found = seam_of(levels)
    assert found.overlap == overlap
    assert found.end - found.start >= 50


def test_both_ends_follow_the_same_pattern() -> None:
    """The track repeats after 22 s, and nothing else in it is alike."""
    levels = np.random.default_rng(0).uniform(-40.0, -20.0, 300)
    levels[230:290] = levels[10:70]
    found = seam_of(levels)
    assert found.end - found.overlap - found.start == 220


def test_opposite_polarity_is_not_alike() -> None:
    wave = np.random.default_rng(0).normal(0, 0.1, (5000, 2)).astype(np.float32)
    assert best_shift(wave, -wave) == (0, 0.0)
    shift, correlation = best_shift(wave, np.float32(0.5) * wave)
    assert shift == 0
    assert correlation == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("alike", [0.0, 1.0])
def test_a_crossfade_goes_from_one_sound_to_the_other(alike: float) -> None:
    """Foreign sounds by cos and sin, halves of the power in the middle; alike ones add up to 1."""
    one = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (1001, 1))
    mixed = crossfaded(one, one[:, ::-1], alike)
    np.testing.assert_allclose(mixed[0], [1.0, 0.0], atol=2e-3)
    np.testing.assert_allclose(mixed[-1], [0.0, 1.0], atol=2e-3)
    half = 0.5 if alike else 0.5**0.5
    np.testing.assert_allclose(mixed[500], [half, half], atol=1e-3)
    assert (np.diff(mixed[:, 0]) < 0).all()


def test_a_rhythm_that_fits_no_tenths_stays_in_step(tmp_path: Path) -> None:
    rate_hz, beat_s = 8000, 0.2334
    at = np.arange(40 * rate_hz) / rate_hz % beat_s
    path = tmp_path / "track.wav"
    soundfile.write(path, 0.3 * np.exp(-30 * at) * np.sin(2 * np.pi * 220 * at), rate_hz)
    found = measure_track(path, rate_hz)
    assert found.correlation > 0.95
    beats = (found.end_frame - found.overlap_frames - found.start_frame) / rate_hz / beat_s
    assert abs(beats - round(beats)) * beat_s < 0.002
