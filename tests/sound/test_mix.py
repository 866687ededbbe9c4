"""The loudness of a mix from its parts against measuring the mix; the narration on its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

import spoken as stand_in
from quietude.audio.clip import Clip, Samples
from quietude.audio.limiter import LOOK_AHEAD_S
from quietude.audio.loudness import LoudnessMeter
from quietude.plan.model import Utterance
from quietude.plan.timeline import Timeline
from quietude.script.bed import Bed, LibraryBed, NoBed, TrackBed
from quietude.sound.levels import LevelOffsets
from quietude.sound.mix import VOICE_LUFS, Mix
from quietude.sound.narration import PEAK_LU, Narration
from quietude.units import db_to_gain, gain_to_db
from spoken import clip_of

RATE_HZ = 44_100


@pytest.fixture(scope="module")
def session() -> Timeline:
    return stand_in.session()  # bells, taps and swells


def spoken(timeline: Timeline) -> dict[Utterance, Clip]:
    """Bursts as uneven as a voice, with rare high peaks."""
    rng = np.random.default_rng(0)
    clips = {}
    for placed in timeline.placements:
        syllables = np.repeat(rng.random(placed.length_frames // 4000 + 1) ** 2, 4000)
        wave = syllables[: placed.length_frames] * rng.laplace(0, 0.05, placed.length_frames)
        clips[placed.utterance] = Clip(wave.astype(np.float32), timeline.sample_rate_hz)
    return clips


def measured(mix: Mix) -> float:
    meter = LoudnessMeter(RATE_HZ, true_peak=False)
    for block in mix.blocks():
        meter.add(block)
    return meter.integrated_lufs()


@pytest.mark.parametrize(
    ("bed", "levels"),
    [
        (NoBed(), LevelOffsets()),
        (LibraryBed("ocean"), LevelOffsets(bed_db=12.0, voice_db=-4.0)),
        (LibraryBed("bowls"), LevelOffsets(bell_db=6.0)),
        (TrackBed(Path("track.wav")), LevelOffsets(bed_db=6.0)),
    ],
)
def test_the_parts_tell_the_loudness_of_the_whole(
    session: Timeline, bed: Bed, levels: LevelOffsets, tmp_path: Path
) -> None:
    if isinstance(bed, TrackBed):
        rng = np.random.default_rng(1)
        swelling = 0.1 + np.abs(np.sin(np.arange(30 * RATE_HZ) / RATE_HZ))
        bed = TrackBed(tmp_path / bed.path)
        soundfile.write(bed.path, 0.1 * swelling * rng.normal(0, 1, len(swelling)), RATE_HZ)
    mix = Mix(session, spoken(session).__getitem__, bed, levels)
    assert mix.integrated_lufs() == pytest.approx(measured(mix), abs=0.1)


def true_peak_db(wave: Samples) -> float:
    meter = LoudnessMeter(RATE_HZ)
    meter.add(np.repeat(wave[:, None], 2, axis=1))
    return meter.result().true_peak_dbtp


def test_the_peaks_of_the_narration_are_limited_in_place(session: Timeline) -> None:
    clips = spoken(session)
    narration = Narration(session, clips.__getitem__, VOICE_LUFS)
    for placed in session.placements[:4]:
        plain = np.float32(narration.gain_of(placed.utterance)) * clips[placed.utterance].samples
        phrase = narration.phrase(placed.utterance)
        assert len(phrase) == placed.length_frames
        assert true_peak_db(plain) > VOICE_LUFS + PEAK_LU + 1.0
        assert true_peak_db(phrase) <= VOICE_LUFS + PEAK_LU + 0.1
        reach = round(4 * LOOK_AHEAD_S * RATE_HZ)
        near = np.convolve(np.abs(plain) > db_to_gain(VOICE_LUFS + PEAK_LU - 3), np.ones(2 * reach))
        far = near[reach : reach + len(plain)] == 0
        ratio = phrase[far] / np.where(plain[far] == 0, 1, plain[far])
        assert np.median(ratio[plain[far] != 0]) == pytest.approx(1.0, abs=1e-6)


def test_a_narration_without_peaks_is_only_scaled(session: Timeline) -> None:
    rng = np.random.default_rng(2)
    clips = {
        placed.utterance: Clip(
            rng.normal(0, 0.05, placed.length_frames).astype(np.float32), RATE_HZ
        )
        for placed in session.placements
    }
    narration = Narration(session, clips.__getitem__, VOICE_LUFS)
    first = session.placements[0].utterance
    expected = np.float32(narration.gain_of(first)) * clips[first].samples
    np.testing.assert_allclose(narration.phrase(first), expected, rtol=0.5, atol=1e-6)
    assert np.median(narration.phrase(first) / expected) == pytest.approx(1.0, abs=1e-6)


def mixed(bed: Bed) -> Samples:
    mix = Mix(stand_in.session(), clip_of, bed)
    return np.concatenate(list(mix.blocks()))


def test_the_mix_has_no_step_its_parts_lack() -> None:
    whole = mixed(bed=LibraryBed("brown"))
    assert len(whole) == stand_in.session().total_frames
    assert np.abs(np.diff(whole, axis=0)).max() < 0.12  # tones of the stand-in voice reach 0.1
    assert np.abs(whole[[0, -1]]).max() < 1e-4


def test_a_session_without_bed_is_silent_between() -> None:
    timeline = stand_in.session()
    whole = mixed(bed=NoBed())
    lead = timeline.silences[0].length_frames
    assert not np.abs(whole[: lead - 100]).max()
    assert np.abs(whole[lead : lead + RATE_HZ]).max() > 0.01
    gap = max(timeline.silences[1:-1], key=lambda silence: silence.length_frames)
    assert not np.abs(
        whole[gap.start_frame + RATE_HZ : gap.start_frame + gap.length_frames - 100]
    ).max()


def test_the_bed_level_is_the_one_asked_for() -> None:
    usual, *others = (
        Mix(stand_in.session(), clip_of, LibraryBed("brown"), LevelOffsets(bed_db=level_db))
        .stems()["bed"]
        .read(20 * RATE_HZ)
        for level_db in (0.0, -6.0, 6.0)
    )
    for level, changed in zip((-6.0, 6.0), others, strict=True):
        ratio = float(np.sqrt((changed**2).mean() / (usual**2).mean()))
        assert gain_to_db(ratio) == pytest.approx(level, abs=0.1)
