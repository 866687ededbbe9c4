"""Powers of beds, as they are measured on their sound; and room tone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from quietude.audio.clip import Samples
from quietude.plan.timeline import BedPlacement, Chapter, Timeline
from quietude.script.bed import LibraryBed, NoBed, RoomTone, TrackBed
from quietude.sound.ambience.recording import in_steps
from quietude.sound.bed_changes import changing_bed
from quietude.sound.beds import BedSource, open_bed, room_tone
from quietude.sound.power_profile import SpeechBandMeter

RATE_HZ = 8000
HOP = RATE_HZ // 10
SECOND = RATE_HZ


def noise(seed: int, seconds: float, channels: int) -> Samples:
    """Noise that is 20 dB louder in the second half."""
    frames = round(seconds * SECOND)
    sound = np.random.default_rng(seed).normal(0, 0.02, (frames, channels)).astype(np.float32)
    sound[frames // 2 :] *= 10
    return np.clip(sound, -0.99, 0.99)


@pytest.fixture
def tracks(tmp_path: Path) -> tuple[TrackBed, TrackBed]:
    """Two tracks of the listener's: one that grows louder, and one that is even."""
    loud, even = noise(1, 9.3, 2), noise(2, 8.7, 2)
    even[len(even) // 2 :] /= 10
    for name, sound in (("loud", loud), ("even", even)):
        soundfile.write(tmp_path / f"{name}.wav", sound, RATE_HZ, subtype="FLOAT")
    return TrackBed(tmp_path / "loud.wav"), TrackBed(tmp_path / "even.wav")


def measured(bed: BedSource, seconds: float) -> Samples:
    meter = SpeechBandMeter(RATE_HZ, 2)
    meter.add(bed.open().read(round(seconds * SECOND)))
    return np.asarray(meter.powers())


def test_powers_are_in_their_places_and_repeat_with_the_loop(tmp_path: Path) -> None:
    """One loud tenth of a second in a track of nine."""
    sound = noise(3, 9.0, 2)
    sound[len(sound) // 2 :] /= 10
    sound[51 * HOP : 52 * HOP] *= 8
    path = tmp_path / "loop.wav"
    soundfile.write(path, sound, RATE_HZ, subtype="FLOAT")
    bed = open_bed(TrackBed(path), RATE_HZ, -20.0)
    found, told = measured(bed, 25.0)[0], bed.powers(0, 250)[0]
    loud = np.flatnonzero(found > 8 * np.median(found))
    assert len(loud) >= 3
    for hop in loud[found[loud] > 0.5 * found.max()]:
        assert told[hop - 1 : hop + 2].max() > 0.5 * found.max()
    np.testing.assert_allclose(np.median(told), np.median(found), rtol=0.1)


def test_the_powers_of_changing_beds_are_those_of_their_sound(
    tracks: tuple[TrackBed, TrackBed],
) -> None:
    """Each begins where its stretch does; while two cross, their powers add."""
    loud, even = tracks
    beds = (
        BedPlacement(even, 0),
        BedPlacement(loud, 4 * SECOND, 2 * SECOND),
        BedPlacement(NoBed(), 9 * SECOND, SECOND),
        BedPlacement(even, 11 * SECOND, SECOND),
    )
    timeline = Timeline(
        "", (), (), (), (Chapter("", 0, 15 * SECOND),), (), 15 * SECOND, RATE_HZ, beds
    )
    bed = changing_bed(timeline, even, -20.0)
    found, told = measured(bed, 15.0), bed.powers(0, 150)
    assert not told[:, 100:110].any()
    for part in (slice(0, 40), slice(60, 90), slice(120, 150)):
        apart_db = np.abs(10 * np.log10(told[:2, part] / found[:2, part]))
        assert np.quantile(apart_db, 0.8) < 1.0
    crossing = slice(42, 58)
    total_db = 10 * np.log10(told[:2, crossing].sum(axis=1) / found[:2, crossing].sum(axis=1))
    assert np.abs(total_db).max() < 0.5
    np.testing.assert_array_equal(bed.powers(37, 140), told[:, 37:140])


def test_the_beds_of_a_session_have_its_seed() -> None:
    timeline = Timeline("", (), (), (), (Chapter("", 0, SECOND),), (), SECOND, RATE_HZ)
    one, other = (
        changing_bed(replace(timeline, seed=seed), LibraryBed("brown"), -20.0).powers(0, 50)
        for seed in (1, 2)
    )
    assert not np.array_equal(one, other)


def test_sixteen_bits_are_rounded_and_use_their_whole_range() -> None:
    for sound in (np.array([[0.1], [-0.4]]), np.array([[0.4], [0.1]]), np.zeros((2, 1))):
        steps, step = in_steps(sound.astype(np.float32))
        assert np.abs(steps * step - sound).max() <= step / 2 + 1e-9
        assert np.abs(steps).max() == (32_767 if sound.any() else 0)


def test_room_tone_lies_30_lu_below_a_bed_and_is_wide() -> None:
    block = open_bed(RoomTone(), 22_050, -20.0).open().read(4 * 22_050)
    # An RMS of 1 in each ear before: the gain is all there is.
    assert 20 * np.log10(block.std()) == pytest.approx(-50.0, abs=0.3)
    assert abs((block[:, 0] * block[:, 1]).mean()) < 0.2 * block.var()


def test_room_tone_loops_without_a_seam() -> None:
    loop = room_tone(8_000)[:, 0]
    steps = np.abs(np.diff(np.concatenate([loop, loop[:1]])))
    assert steps[-1] <= np.quantile(steps[:-1], 0.999)
    assert (loop**2).mean() == pytest.approx(1.0, rel=1e-3)


def test_room_tone_falls_above_500_hz() -> None:
    """A first-order low pass: 3 dB down at its corner, 6 dB more for every octave far above."""
    tone = room_tone(RATE_HZ)[:, 0]
    assert len(tone) >= 60 * RATE_HZ  # nobody hears that it is a loop
    power = np.abs(np.fft.rfft(tone)) ** 2

    def level_db(hz: float) -> float:
        middle = round(hz * len(tone) / RATE_HZ)
        return float(10 * np.log10(power[middle - 600 : middle + 600].mean()))

    levels = [level_db(hz) - level_db(125.0) for hz in (500.0, 1000.0, 3500.0)]
    expected = [-10 * np.log10((1 + (hz / 500) ** 2) / (1 + 1 / 16)) for hz in (500, 1000, 3500)]
    assert levels == pytest.approx(expected, abs=0.5)
    assert level_db(125.0) - level_db(20.0) > 5.0  # no rumble
    assert np.abs(tone).max() < 6.0  # noise, no click: its RMS is 1


def test_room_tone_is_always_the_same() -> None:
    np.testing.assert_array_equal(room_tone(1000), room_tone(1000))
