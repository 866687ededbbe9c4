"""One gain for a voice, found by its middle phrase; what stands out is brought nearer."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quietude.audio.clip import Clip, Samples
from quietude.audio.limiter import Limiter
from quietude.audio.loudness import LoudnessMeter
from quietude.audio.true_peak import SIDE, interpolated_peaks
from quietude.plan.model import Utterance
from quietude.plan.timeline import Placement, Timeline
from quietude.sound.mix import VOICE_LUFS
from quietude.sound.narration import (
    MAX_DEVIATION_LU,
    RECORDED_DEVIATION_LU,
    Narration,
    find_excess,
    limit_peaks,
)
from quietude.units import db_to_gain

RATE_HZ = 44_100
FRAMES = 2 * RATE_HZ


def narration(*levels_db: float, voices: str = "") -> tuple[Narration, list[Utterance]]:
    """Phrases of two seconds, as loud as is said, in relation to the first."""
    lines = [
        Utterance(str(number), voices[number] if voices else "v", 115, 0, number)
        for number in range(len(levels_db))
    ]
    wave = 0.05 * np.random.default_rng(5).standard_normal(FRAMES).astype(np.float32)
    clips = {
        line: Clip(np.float32(db_to_gain(level)) * wave, RATE_HZ)
        for line, level in zip(lines, levels_db, strict=True)
    }
    placements = tuple(
        Placement(line, FRAMES * number, FRAMES) for number, line in enumerate(lines)
    )
    timeline = Timeline(
        title="", placements=placements, cues=(), silences=(), chapters=(),
        total_frames=FRAMES * len(lines), sample_rate_hz=RATE_HZ, dropped_lines=(),
    )  # fmt: skip
    return Narration(timeline, clips.__getitem__, VOICE_LUFS), lines


def loudness(heard: Narration, line: Utterance) -> float:
    meter = LoudnessMeter(RATE_HZ, true_peak=False)
    meter.add(np.repeat(heard.phrase(line)[:, None], 2, axis=1))
    return meter.result().integrated_lufs


def test_phrases_keep_their_relative_levels() -> None:
    heard, lines = narration(0.0, 1.5, -2.0, 0.5, 0.0)
    levels = [loudness(heard, line) for line in lines]
    assert np.diff(levels) == pytest.approx([1.5, -3.5, 2.5, -0.5], abs=0.05)
    assert heard.levelled == 0
    assert heard.spread_lu == pytest.approx(2.3, abs=0.2)


def test_the_peaks_of_a_long_session_are_not_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quietude.sound.narration._REMEMBERED", 2)
    heard, lines = narration(*[0.0] * 5)
    first = [heard.phrase(line) for line in lines]
    assert len(heard._excess) == 2
    for before, line in zip(first, lines, strict=True):
        np.testing.assert_array_equal(heard.phrase(line), before)


def test_an_outlying_phrase_is_levelled_and_moves_no_other() -> None:
    plain, lines = narration(0.0, 0.5, -0.5, 0.0, 0.0)
    before = loudness(plain, lines[0])
    heard, lines = narration(0.0, 0.5, -0.5, 12.0, -15.0)
    levels = [loudness(heard, line) for line in lines]
    assert heard.levelled == 2
    assert levels[3] - levels[0] == pytest.approx(MAX_DEVIATION_LU, abs=0.1)
    assert levels[4] - levels[0] == pytest.approx(-MAX_DEVIATION_LU, abs=0.1)
    # By its energy alone, the loud one would have lowered the others by 6 LU.
    assert levels[0] == pytest.approx(before, abs=1.0)


def test_recorded_phrases_come_closer() -> None:
    plain, lines = narration(0.0, 0.5, -0.5, 2.4, -2.4)
    assert plain.levelled == 0
    heard = Narration(plain._timeline, plain._clip, VOICE_LUFS, recorded=lines)
    levels = [loudness(heard, line) for line in lines]
    assert heard.levelled == 2
    assert levels[3] - levels[0] == pytest.approx(RECORDED_DEVIATION_LU, abs=0.1)
    assert levels[4] - levels[0] == pytest.approx(-RECORDED_DEVIATION_LU, abs=0.1)
    assert levels[1] - levels[0] == pytest.approx(0.5, abs=0.1)


def test_each_voice_has_its_own_median() -> None:
    heard, _ = narration(0.0, 0.2, -0.1, 8.0, 8.2, 7.9, voices="aaabbb")
    assert heard.levelled == 0


def test_no_phrases_and_phrases_too_short_to_measure() -> None:
    empty, _ = narration()
    assert (empty.spread_lu, empty.levelled) == (0.0, 0)
    heard, lines = narration(0.0, 0.0)
    short = Clip(np.full(1000, 0.1, np.float32), RATE_HZ)
    clip = heard._clip
    heard._clip = lambda phrase: short if phrase == lines[1] else clip(phrase)
    assert len(heard.phrase(lines[1])) == 1000
    assert (heard.spread_lu, heard.levelled) == (0.0, 0)  # it has no level to be brought nearer


def test_the_narration_has_the_loudness_asked_for() -> None:
    """By a filter over all that is said, one after the other, a repeated phrase as often as said.

    4 LU apart and said twice: the mean of three powers, not of two.
    """
    heard, (loud, soft) = narration(0.0, -4.0)
    again = dataclasses.replace(heard._timeline.placements[1], start_frame=2 * FRAMES)
    timeline = dataclasses.replace(
        heard._timeline,
        placements=(*heard._timeline.placements, again),
        total_frames=3 * FRAMES,
    )
    twice = Narration(timeline, heard._clip, VOICE_LUFS)
    for one, said in ((heard, (loud, soft)), (twice, (loud, soft, soft))):
        meter = LoudnessMeter(RATE_HZ, true_peak=False)
        for phrase in said:
            meter.add(np.repeat(one.phrase(phrase)[:, None], 2, axis=1))
        assert meter.integrated_lufs() == pytest.approx(VOICE_LUFS, abs=0.1)


def test_the_spread_is_measured_after_levelling() -> None:
    """Ten phrases within 1 LU, and one that is levelled to 2.5: the 10th to the 90th of 100."""
    levels = [tenth / 10 for tenth in range(-5, 6)]
    heard, _ = narration(*levels)
    assert heard.spread_lu == pytest.approx(0.8, abs=0.05)
    heard, _ = narration(*[0.0] * 9, 12.0, 12.0)
    assert heard.levelled == 2
    assert heard.spread_lu == pytest.approx(MAX_DEVIATION_LU, abs=0.05)
    assert 2.0 <= MAX_DEVIATION_LU <= 3.0


def test_peaks_rise_11_lu_above_the_voice_and_no_further() -> None:
    """A click that lies 20 dB over the rest."""
    heard, (line,) = narration(0.0)
    samples = heard._clip(line).samples.copy()
    samples[FRAMES // 2] = 2.0
    heard._clip = lambda _: Clip(samples, RATE_HZ)
    peak = np.abs(heard.phrase(line)).max()
    assert 20 * np.log10(peak) == pytest.approx(VOICE_LUFS + 11.0, abs=0.1)


def limited(wave: Samples, ceiling: float) -> Samples:
    limiter = Limiter(ceiling, RATE_HZ, channels=1)
    return limiter.process(np.pad(wave, (0, limiter.delay))[:, None])[limiter.delay :, 0]


@st.composite
def phrases(draw: st.DrawFn) -> Samples:
    """Noise that swells here and there, some of it near the ends, some within one release."""
    frames = draw(st.integers(1, 60_000))
    random = np.random.default_rng(draw(st.integers(0, 999)))
    wave = 0.1 * random.standard_normal(frames)
    for _ in range(draw(st.integers(0, 4))):
        at, length = draw(st.integers(0, frames - 1)), draw(st.integers(1, 2000))
        wave[at : at + length] *= draw(st.floats(1.0, 12.0))
    wave[:SIDE] = wave[-SIDE:] = 0.0  # or it would ring, softly, before its first frame
    return wave.astype(np.float32)


@settings(max_examples=60, deadline=None)
@given(phrases(), st.floats(0.1, 0.9))
def test_limited_peaks_equal_the_limiters(wave: Samples, ceiling: float) -> None:
    held = wave.copy()
    limit_peaks(held, find_excess(wave, ceiling), RATE_HZ)
    np.testing.assert_allclose(held, limited(wave, ceiling), rtol=1e-5, atol=1e-6)


def test_samples_away_from_peaks_are_untouched() -> None:
    wave = (0.2 * np.sin(np.arange(30_000) / 30)).astype(np.float32)
    wave[12_000:12_100] *= 3.0
    held = wave.copy()
    excess = find_excess(wave, 0.4)
    limit_peaks(held, excess, RATE_HZ)
    assert 0 < len(excess.frames) <= 100
    assert np.array_equal(held[:11_000], wave[:11_000])
    assert np.array_equal(held[18_000:], wave[18_000:])
    peaks = interpolated_peaks(np.pad(held, (SIDE - 1, SIDE))[:, None], 0.0)
    assert peaks.max() == pytest.approx(0.4, rel=0.02)


def test_a_long_phrase_is_limited_to_its_end() -> None:
    """A phrase is looked at in pieces: a peak on either side of a joint, or between, is as any other."""
    wave = np.zeros(100_000, dtype=np.float32)
    places = (1000, 32_767, 40_000, 65_536, 98_000)
    for at in places:
        wave[at - 8 : at + 8] = 0.9 * np.sinc(0.8 * (np.arange(-8, 8) + 0.5)) * np.hanning(16)
        wave[at - 400 : at - 300] += 0.05
    held = wave.copy()
    excess = find_excess(wave, 0.4)
    limit_peaks(held, excess, RATE_HZ)
    np.testing.assert_allclose(held, limited(wave, 0.4), rtol=1e-5, atol=1e-6)
    for at in places:
        assert np.abs(excess.frames - float(at)).min() < 10
    peaks = interpolated_peaks(np.pad(held, (SIDE - 1, SIDE))[:, None], 0.0)
    assert peaks.max() <= 0.4 * 1.02
