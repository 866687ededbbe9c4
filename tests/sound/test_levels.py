"""The room a bed takes, by name and in decibels; the voice as the anchor of the mix."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest

from quietude.audio.loudness import LoudnessMeter, gated_lufs
from quietude.errors import UsageError
from quietude.plan.timeline import Silence, Timeline
from quietude.script.bed import LibraryBed, NoBed, RoomTone
from quietude.sound.levels import PRESENCES, LevelOffsets, bed_level
from quietude.sound.mix import STARTLE_LU, VOICE_LUFS, Mix
from quietude.sound.power_profile import phrase_hops
from quietude.units import gain_to_db
from spoken import clip_of, session

RATE_HZ = 44_100


def test_a_level_of_a_bed_is_a_name_or_a_number() -> None:
    assert bed_level("soft") == (0.0, "soft")
    assert bed_level("-3.5") == (-3.5, "present")
    with pytest.raises(UsageError, match='"loud" is not a bed level') as caught:
        bed_level("loud")
    assert "soft, present, immersive" in str(caught.value.hint)
    with pytest.raises(UsageError):
        LevelOffsets(presence="loud")


def spaced(silence_s: float) -> Timeline:
    """A few phrases of the session with a long silence before the last."""
    timeline = session()
    first, second, third = timeline.placements[:3]
    late = first.start_frame + round(silence_s * RATE_HZ) + second.end_frame
    third = dataclasses.replace(third, start_frame=late)
    total = third.end_frame + 20 * RATE_HZ
    return dataclasses.replace(
        timeline, placements=(first, second, third), cues=(), total_frames=total,
        silences=(timeline.silences[0], Silence("tail", third.end_frame, 20 * RATE_HZ, 0)),
    )  # fmt: skip


def heard(mix: Mix, timeline: Timeline) -> np.ndarray:
    meter = LoudnessMeter(RATE_HZ, true_peak=False)
    for block in mix.blocks():
        meter.add(block)
    return np.asarray(meter.powers()[: timeline.total_frames * 10 // RATE_HZ])


@pytest.mark.parametrize("presence", PRESENCES)
def test_in_pauses_the_bed_has_the_level_of_its_name(presence: str) -> None:
    timeline = spaced(30.0)
    mix = Mix(timeline, clip_of, LibraryBed("pink"), LevelOffsets(presence=presence))
    middle = (timeline.placements[1].end_frame + timeline.placements[2].start_frame) // 2
    gain_db = gain_to_db(float(mix.bed_curve.at(np.array([middle]))[0]))
    assert gain_db == pytest.approx(-PRESENCES[presence].pause_lu)
    powers = heard(mix, timeline)[(middle // 4410 - 80) : (middle // 4410 + 80)]
    assert gated_lufs(powers) == pytest.approx(VOICE_LUFS - PRESENCES[presence].pause_lu, abs=0.5)
    assert min(mix.contrast().rms_db) >= 20.0


@pytest.mark.parametrize(
    ("bed", "levels"),
    [
        ("ocean", LevelOffsets()),
        ("pink", LevelOffsets(presence="soft")),
        ("ocean", LevelOffsets(-4)),
        pytest.param("pink", LevelOffsets(), marks=pytest.mark.slow),
        pytest.param("ocean", LevelOffsets(presence="soft"), marks=pytest.mark.slow),
        pytest.param("pink", LevelOffsets(-4), marks=pytest.mark.slow),
    ],
)
def test_no_phrase_startles_after_a_long_silence(bed: str, levels: LevelOffsets) -> None:
    timeline = spaced(90.0)
    mix = Mix(timeline, clip_of, LibraryBed(bed), levels)
    powers = heard(mix, timeline)
    phrase = timeline.placements[2]
    start = phrase.start_frame // 4410
    said = gated_lufs(powers[start : phrase.end_frame // 4410])
    minute = -0.691 + 10 * np.log10(powers[start - 600 : start].mean())
    assert said - minute <= STARTLE_LU + 1.0
    at = [placed.start_frame for placed in timeline.placements]
    contrast = mix.contrast()
    assert min(contrast.rms_db) >= 20.0  # under the words it is as far down as ever
    assert len(at) == len(contrast.rms_db)


def test_the_voice_is_measured_on_its_phrases() -> None:
    timeline = session()
    steady, moving = (Mix(timeline, clip_of, LibraryBed(bed)) for bed in ("rain", "ocean"))
    powers = heard(moving, timeline)
    spoken = phrase_hops(timeline, len(powers))
    assert gated_lufs(powers[spoken]) == pytest.approx(moving.heard_lufs, abs=0.1)
    assert steady.voice_lufs == moving.voice_lufs


def test_without_a_word_the_voice_has_its_nominal_level() -> None:
    timeline = dataclasses.replace(spaced(30.0), placements=())
    mix = Mix(timeline, clip_of, LibraryBed("rain"))
    assert mix.voice_lufs == VOICE_LUFS
    assert mix.heard_lufs == mix.integrated_lufs()


def test_room_tone_does_not_move_and_is_not_dead() -> None:
    timeline = spaced(40.0)
    mix = Mix(timeline, clip_of, RoomTone())
    at = np.linspace(0, timeline.total_frames - 1, 50).astype(np.int64)
    assert {round(float(gain), 6) for gain in mix.bed_curve.at(at)} == {0.1}
    powers = heard(mix, timeline)
    for before, after in pairwise(timeline.placements):
        silence = powers[before.end_frame // 4410 + 3 : after.start_frame // 4410 - 1]
        if len(silence) > 4:
            assert -75.0 < -0.691 + 10 * np.log10(silence.mean()) < -60.0
    assert not np.abs(Mix(timeline, clip_of, NoBed()).stems()["bed"].read(RATE_HZ)).max()
