"""The gain of the bed: down in time, further down where it must be, and never in a hurry."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quietude.audio.clip import Samples
from quietude.audio.gain_curve import GainCurve
from quietude.plan.model import Cue, Utterance
from quietude.plan.timeline import CuePlacement, Placement, Silence, Timeline
from quietude.sound.ducking import (
    FALL_S,
    RISE_S,
    DuckLevels,
    bed_curve,
    fade_curve,
    guided_stretches,
    long_silences,
)
from quietude.units import gain_to_db
from spoken import session

RATE_HZ = 44_100
SECOND = RATE_HZ
DOWN, UP, GUIDE = -18.0, -12.0, -16.0
"""Under the voice, in pauses and under breaths, as docs/sound.md has it."""


def test_the_bed_is_down_before_the_voice_and_stays_down_in_short_gaps() -> None:
    timeline = session()
    curve = bed_curve(timeline)
    for placed in timeline.placements:
        gain = curve.read(placed.start_frame - 4000, placed.length_frames + 8000)
        assert gain == pytest.approx(10 ** (DOWN / 20), rel=1e-6)
    cues = [cue.start_frame for cue in timeline.cues]
    found = 0
    for before, after in itertools.pairwise(timeline.placements):
        gap = after.start_frame - before.end_frame
        level = gain_to_db(float(np.max(curve.read(before.end_frame, gap))))
        if gap < 8 * RATE_HZ:
            assert level == pytest.approx(DOWN, abs=0.01)
        elif not any(before.start_frame <= cue < after.end_frame for cue in cues):
            assert level == pytest.approx(UP, abs=0.01)
            found += 1
    assert found


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
        np.broadcast_to(fade.read(int(part[0]), len(part)), part.shape)
        for part in np.split(frames, 7 * [0] + [1, 77_777, 410_001])
        if len(part)
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


def test_the_bed_is_ducked_deeper_under_one_phrase_alone() -> None:
    timeline = said((5.0, 8.0), (11.0, 14.0), (19.0, 22.0))
    levels = [
        level_at(timeline, second, 0.0, 6.0, 0.0) for second in (6.0, 8.4, 11.0, 14.0, 18.1, 19.0)
    ]
    assert levels == pytest.approx([DOWN, DOWN, DOWN - 6, DOWN - 6, DOWN, DOWN], abs=0.01)


def test_the_bed_stays_down_where_there_is_no_time_to_rise() -> None:
    timeline = said((5.0, 8.0), (8.8, 9.6), (12.4, 16.0), (17.0, 25.0))
    levels = [level_at(timeline, second, 6.0, 0.0, 3.0, 0.0) for second in (6.0, 9.2, 14.0, 24.0)]
    assert levels == pytest.approx([DOWN - 6, levels[1], DOWN - 3, DOWN], abs=0.01)
    assert DOWN - 6 <= levels[1] < DOWN - 3  # on its way, without a turn


def test_between_groups_of_phrases_the_bed_rises_fully() -> None:
    timeline = said((5.0, 8.0), (20.0, 24.0))
    up = level_at(timeline, 14.0, 0.0, 0.0)
    assert up > DOWN
    assert level_at(timeline, 14.0, 12.0, 5.0) == pytest.approx(up)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Timeline, list[float]]:
    """Phrases with gaps of all sizes, and what each lacks."""
    lengths = draw(st.lists(st.floats(0.3, 6.0), min_size=1, max_size=12))
    at, spans = 3.0, []
    for length in lengths:
        spans.append((at, at + length))
        at += length + draw(st.floats(0.1, 8.0))
    return said(*spans), [float(draw(st.sampled_from((0, 0, 0, 1, 4, 7, 12)))) for _ in lengths]


@settings(max_examples=150, deadline=None)
@given(sessions())
def test_every_phrase_gets_its_depth_and_nothing_jumps(
    found: tuple[Timeline, list[float]],
) -> None:
    timeline, deeper = found
    wanted = dict(zip(timeline.placements, deeper, strict=True))
    curve = bed_curve(timeline, deeper_db=wanted)
    for placed, more in wanted.items():
        gain = np.max(curve.read(placed.start_frame, placed.length_frames))
        assert gain_to_db(float(gain)) <= DOWN - more + 1e-3
    step = 882
    gains_db = 20 * np.log10(curve.at(np.arange(0, timeline.total_frames, step)))
    assert gains_db.min() == pytest.approx(DOWN - max(deeper), abs=0.01)
    assert gains_db.max() <= UP + 1e-6
    # On each way up or down it takes its time, and at no place is it steeper than an eased way is.
    for steps in ways(np.diff(gains_db)):
        usual_s = FALL_S if steps[0] < 0 else RISE_S
        assert len(steps) * step / RATE_HZ >= usual_s - 2 * step / RATE_HZ
        steepest_db_per_s = np.abs(steps).max() * RATE_HZ / step
        assert steepest_db_per_s <= 1.51 * np.abs(steps).sum() / usual_s


def ways(steps: Samples) -> Iterator[Samples]:
    """The stretches of a line in which it only rises or only falls, as their steps."""
    moving = np.where(np.abs(steps) < 1e-9, 0, np.sign(steps))
    edges = [0, *(np.flatnonzero(np.diff(moving)) + 1).tolist(), len(steps)]
    yield from (steps[a:b] for a, b in itertools.pairwise(edges) if moving[a])


def times(timeline: Timeline, curve: GainCurve, *at_s: float) -> list[float]:
    found = curve.at(np.round(np.array(at_s) * timeline.sample_rate_hz).astype(np.int64))
    return [gain_to_db(float(gain)) for gain in found]


def test_the_times_at_which_the_bed_falls_and_rises() -> None:
    """Down over 1.8 s until 0.2 s before the voice, up from 0.5 s after it over 3.5 s."""
    timeline = said((20.0, 23.0), (40.0, 60.0))
    curve = bed_curve(timeline)
    levels = times(timeline, curve, 10.0, 17.99, 18.9, 19.81, 21.5, 23.49, 25.25, 27.01, 30.0)
    half = (DOWN + UP) / 2
    assert levels == pytest.approx([UP, UP, half, DOWN, DOWN, DOWN, half, UP, UP], abs=0.01)
    assert times(timeline, curve, 18.2)[0] < UP - 0.05
    assert times(timeline, curve, 19.6)[0] > DOWN + 0.05
    assert times(timeline, curve, 23.8)[0] > DOWN + 0.05
    assert times(timeline, curve, 26.6)[0] < UP - 0.05


def test_a_gap_under_eight_seconds_does_not_raise_the_bed() -> None:
    for gap_s, level in ((7.9, DOWN), (8.1, UP)):
        timeline = said((10.0, 20.0), (20.0 + gap_s, 40.0))
        middle = 20.0 + 0.5 + 3.5 + 0.5 * (gap_s - 0.5 - 3.5 - 1.8 - 0.2)
        assert times(timeline, bed_curve(timeline), middle) == pytest.approx([level], abs=0.1)


def test_short_gaps_in_a_row_do_not_raise_the_bed() -> None:
    timeline = said((10.0, 12.0), (15.0, 17.0), (20.0, 24.0))
    assert times(timeline, bed_curve(timeline), 13.8, 18.8) == pytest.approx([DOWN, DOWN])


def test_under_a_voice_from_the_first_frame_the_bed_is_down() -> None:
    timeline = said((0.2, 8.0))
    assert times(timeline, bed_curve(timeline), 0.2, 4.0) == pytest.approx([DOWN, DOWN])


def test_the_bed_level_is_added_everywhere() -> None:
    timeline = said((20.0, 23.0), (40.0, 60.0))
    usual = times(timeline, bed_curve(timeline), 10.0, 21.0)
    raised = DuckLevels(DOWN + 3.0, UP + 3.0, GUIDE + 3.0)
    louder = times(timeline, bed_curve(timeline, raised), 10.0, 21.0)
    assert louder == pytest.approx([level_db + 3.0 for level_db in usual])


def test_a_bed_with_one_level_does_not_move() -> None:
    timeline = said((20.0, 23.0), (40.0, 60.0))
    curve = bed_curve(
        timeline, DuckLevels(-20.0, -20.0, -20.0), deeper_db={timeline.placements[0]: 3.0}
    )
    assert times(timeline, curve, 0.0, 21.0, 30.0) == pytest.approx([-20.0, -20.0, -20.0])


def breathing(*starts_s: float) -> tuple[CuePlacement, ...]:
    """Breaths of ten seconds."""
    swell = Cue("swell", "", (4 * RATE_HZ, 0, 5 * RATE_HZ, RATE_HZ))
    return tuple(CuePlacement(swell, round(start * RATE_HZ)) for start in starts_s)


def test_the_bed_steps_back_while_a_breath_is_led() -> None:
    timeline = dataclasses.replace(
        said((5.0, 8.0), (30.0, 32.0), (90.0, 95.0)), cues=breathing(20.0, 30.0, 40.0, 50.0)
    )
    assert guided_stretches(timeline) == [(20 * RATE_HZ, 60 * RATE_HZ)]
    levels = times(timeline, bed_curve(timeline), 6.0, 14.0, 22.0, 31.0, 40.0, 59.0, 64.0, 91.0)
    assert levels == pytest.approx([DOWN, UP, GUIDE, DOWN, GUIDE, GUIDE, UP, DOWN], abs=0.01)


def test_the_bed_waits_for_the_last_breath_of_a_stretch() -> None:
    """After its last phrase, and before its first, the bed does not come up over what is left."""
    timeline = dataclasses.replace(
        said((5.0, 8.0), (24.0, 27.0), (54.0, 55.0), (90.0, 95.0)),
        cues=breathing(20.0, 30.0, 40.0, 50.0),
    )
    levels = times(timeline, bed_curve(timeline), 20.0, 22.0, 40.0, 57.0, 59.9, 64.0)
    assert levels[0] <= GUIDE + 0.01
    assert levels[1] == pytest.approx(DOWN, abs=2.0)
    assert levels[2] == pytest.approx(GUIDE, abs=0.01)
    assert max(levels[3:5]) <= GUIDE + 0.01
    assert levels[5] == pytest.approx(UP, abs=0.01)


def test_a_bell_moves_nothing() -> None:
    timeline = dataclasses.replace(
        said((5.0, 8.0), (60.0, 65.0)), cues=(CuePlacement(Cue("bell", "bell"), 30 * RATE_HZ),)
    )
    assert guided_stretches(timeline) == []
    assert times(timeline, bed_curve(timeline), 30.5) == pytest.approx([UP])


def test_before_a_phrase_that_would_startle_the_bed_rises_further_and_slowly() -> None:
    timeline = said((5.0, 8.0), (100.0, 105.0), (130.0, 135.0))
    assert [phrase for _, phrase in long_silences(timeline, 60.0)] == [timeline.placements[1]]
    curve = bed_curve(timeline, raised_db={timeline.placements[1]: 4.0})
    levels = times(timeline, curve, 12.1, 22.0, 32.1, 97.9, 100.0, 112.0)
    assert levels == pytest.approx([UP, UP + 2.0, UP + 4.0, UP + 4.0, DOWN, UP], abs=0.1)


def faded(first_s: float, last_s: float, **wish: float) -> tuple[float, float]:
    """The fades of a session with silences of these lengths at its ends, in seconds."""
    total = round((first_s + 20.0 + last_s) * RATE_HZ)
    silences = (
        Silence("lead", 0, round(first_s * RATE_HZ), 0),
        Silence("tail", total - round(last_s * RATE_HZ), round(last_s * RATE_HZ), 0),
    )
    timeline = dataclasses.replace(said((0.0, 1.0)), silences=silences, total_frames=total)
    curve = fade_curve(timeline, **wish)
    assert times(timeline, curve, 0.0) == pytest.approx([-90.0])
    assert gain_to_db(float(curve.at(np.array([total - 1]))[0])) == pytest.approx(-90.0)
    at = np.arange(0, total, 44)
    whole = np.flatnonzero(curve.at(at) > 1 - 1e-7)
    return at[whole[0]] / RATE_HZ, (total - at[whole[-1]]) / RATE_HZ


@pytest.mark.parametrize(
    ("first_s", "last_s", "in_s", "out_s"),
    [
        (10.0, 20.0, 2.5, 8.0),
        (2.0, 6.0, 2.0, 6.0),  # never into the voice
        (10.0, 39.0, 2.5, 8.0),
        (10.0, 60.0, 2.5, 40.0),  # to fall asleep in: two thirds of it
        (10.0, 300.0, 2.5, 150.0),
    ],
)
def test_the_lengths_of_the_fades(first_s: float, last_s: float, in_s: float, out_s: float) -> None:
    assert faded(first_s, last_s) == pytest.approx((in_s, out_s), abs=0.02)


def test_room_tone_hardly_fades() -> None:
    assert faded(1.0, 3.0, longest_s=0.1) == pytest.approx((0.1, 0.1), abs=0.005)


def test_a_fade_out_follows_the_square_of_the_time_left() -> None:
    timeline = said((5.0, 8.0))
    timeline = dataclasses.replace(
        timeline,
        silences=(timeline.silences[0], Silence("tail", 8 * SECOND, 10 * SECOND, 0)),
    )
    left = np.array([0.9, 0.75, 0.5, 0.25, 0.1])
    end_s = timeline.total_frames / RATE_HZ
    levels = times(timeline, fade_curve(timeline), *(end_s - 8.0 * left).tolist())
    assert levels == pytest.approx((40 * np.log10(left)).tolist(), abs=0.5)


def test_a_session_is_heard_from_its_first_half_second() -> None:
    timeline = said((5.0, 8.0))
    come = np.array([0.2, 0.25, 0.5, 0.75, 0.9])
    levels = times(timeline, fade_curve(timeline), *(2.5 * come).tolist())
    assert levels == pytest.approx((40 * np.log10(come)).tolist(), abs=0.5)
