"""The gain of the bed: down in time, further down where it must be, and never in a hurry."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quietude.plan.model import Utterance
from quietude.plan.timeline import Placement, Silence, Timeline
from quietude.sound.ducking import (
    FALL_S,
    RISE_LU,
    RISE_S,
    UNDER_VOICE_LU,
    bed_curve,
    bed_rise_lu,
    fade_curve,
)
from quietude.units import gain_to_db
from spoken import session

RATE_HZ = 44_100
SECOND = RATE_HZ
DOWN = -UNDER_VOICE_LU


def test_the_bed_is_down_before_the_voice_and_stays_down_in_short_gaps() -> None:
    timeline = session()
    curve = bed_curve(timeline)
    down, up = -UNDER_VOICE_LU, -UNDER_VOICE_LU + bed_rise_lu(timeline)
    for it in timeline.placements:
        gain = curve.read(it.start_frame - 4000, it.length_frames + 8000)
        assert gain == pytest.approx(10 ** (down / 20), rel=1e-6)
    levels = [
        gain_to_db(float(np.max(curve.read(it.start_frame, it.length_frames))))
        for it in timeline.silences
    ]
    ends = {it.end_frame for it in timeline.placements}
    starts = {it.start_frame for it in timeline.placements}
    for silence, level in zip(timeline.silences, levels, strict=True):
        end = silence.start_frame + silence.length_frames
        if silence.start_frame in ends and end in starts and silence.length_frames < 3 * RATE_HZ:
            assert level == pytest.approx(down, abs=0.01)
        elif silence.kind in {"pause", "tail"} and silence.length_frames > 6 * RATE_HZ:
            assert level == pytest.approx(up, abs=0.01)


def test_the_fades_leave_the_voice_alone() -> None:
    timeline = session()
    fade = fade_curve(timeline)
    first, last = timeline.placements[0], timeline.placements[-1]
    assert fade.read(first.start_frame, last.end_frame - first.start_frame) == 1.0
    assert np.max(fade.read(0, 1)) < 1e-4
    assert np.max(fade.read(timeline.total_frames - 1, 1)) < 1e-4
    out = min(8 * RATE_HZ, timeline.silences[-1].length_frames)
    half = fade.read(timeline.total_frames - out // 2, 1)
    assert gain_to_db(float(np.max(half))) == pytest.approx(-12.0, abs=0.5)  # still heard


def test_a_fade_is_the_same_read_in_blocks_or_at_frames() -> None:
    timeline = session()
    fade = fade_curve(timeline)
    frames = np.arange(timeline.total_frames - 500_000, timeline.total_frames)
    whole = np.broadcast_to(fade.read(int(frames[0]), len(frames)), frames.shape)
    cut = [
        np.broadcast_to(fade.read(int(it[0]), len(it)), it.shape)
        for it in np.split(frames, 7 * [0] + [1, 77_777, 410_001])
        if len(it)
    ]
    np.testing.assert_allclose(np.concatenate(cut), whole, rtol=1e-6)
    np.testing.assert_allclose(fade.at(frames), whole, rtol=1e-5)
    assert (np.diff(whole) <= 1e-7).all()
    assert np.abs(np.diff(whole, 2)).max() < 1e-5  # corners between its pieces are no clicks


def said(*spans_s: tuple[float, float]) -> Timeline:
    """A session in which something is said from one second to another."""
    placements = tuple(
        Placement(
            Utterance(str(number), "v", 115, 0, number),
            round(start * RATE_HZ),
            round((end - start) * RATE_HZ),
        )
        for number, (start, end) in enumerate(spans_s)
    )
    total = round((spans_s[-1][1] + 10.0) * RATE_HZ)
    silence = Silence("tail", 0, 4 * RATE_HZ, 0)
    return Timeline(
        title="", placements=placements, cues=(), silences=(silence,), chapters=(),
        dropped_lines=(), total_frames=total, sample_rate_hz=RATE_HZ,
    )  # fmt: skip


def level_at(timeline: Timeline, at_s: float, *deeper: float) -> float:
    wanted = dict(zip(timeline.placements, deeper, strict=True))
    curve = bed_curve(timeline, deeper_db=wanted)
    return gain_to_db(float(curve.at(np.array([round(at_s * RATE_HZ)]))[0]))


def test_it_goes_further_down_for_one_phrase_alone() -> None:
    timeline = said((5.0, 8.0), (11.0, 14.0), (17.0, 20.0))
    levels = [level_at(timeline, it, 0.0, 6.0, 0.0) for it in (6.0, 9.0, 11.0, 14.0, 16.6, 19.0)]
    assert levels == pytest.approx([DOWN, DOWN, DOWN - 6, DOWN - 6, DOWN, DOWN], abs=0.01)


def test_where_there_is_no_time_to_come_up_it_stays_down() -> None:
    timeline = said((5.0, 8.0), (8.8, 9.6), (10.4, 14.0), (15.0, 19.0))
    levels = [level_at(timeline, it, 6.0, 0.0, 3.0, 0.0) for it in (6.0, 9.2, 13.0, 18.0)]
    assert levels == pytest.approx([DOWN - 6, levels[1], DOWN - 3, DOWN], abs=0.01)
    assert DOWN - 6 < levels[1] < DOWN - 3  # on its way, without a turn


def test_between_stretches_it_comes_up_as_far_as_ever() -> None:
    timeline = said((5.0, 8.0), (20.0, 24.0))
    up = level_at(timeline, 14.0, 0.0, 0.0)
    assert up > DOWN
    assert level_at(timeline, 14.0, 12.0, 5.0) == pytest.approx(up)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Timeline, list[float]]:
    """Phrases with gaps of all sizes, and what each lacks."""
    lengths = draw(st.lists(st.floats(0.3, 6.0), min_size=1, max_size=12))
    at, spans = 3.0, []
    for it in lengths:
        spans.append((at, at + it))
        at += it + draw(st.floats(0.1, 8.0))
    return said(*spans), [float(draw(st.sampled_from((0, 0, 0, 1, 4, 7, 12)))) for _ in lengths]


@settings(max_examples=150, deadline=None)
@given(sessions())
def test_every_phrase_has_what_it_needs_and_nothing_jumps(
    found: tuple[Timeline, list[float]],
) -> None:
    timeline, deeper = found
    wanted = dict(zip(timeline.placements, deeper, strict=True))
    curve = bed_curve(timeline, deeper_db=wanted)
    for it, more in wanted.items():
        gain = np.max(curve.read(it.start_frame, it.length_frames))
        assert gain_to_db(float(gain)) <= DOWN - more + 1e-3
    gains_db = [it.gain_db for it in curve.points]
    assert min(gains_db) == DOWN - max(deeper)
    assert max(gains_db) <= DOWN + RISE_LU
    for a, b in itertools.pairwise(curve.points):
        usual_s = FALL_S if b.gain_db < a.gain_db else RISE_S
        assert a.gain_db == b.gain_db or b.frame - a.frame >= round(usual_s * RATE_HZ) - 1
