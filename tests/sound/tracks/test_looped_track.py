"""The listener's own track: nasty ones, and where they are looped."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from quietude.audio.clip import Samples
from quietude.audio.loudness import LoudnessMeter
from quietude.errors import SoundError
from quietude.script.bed import TrackBed
from quietude.sound.beds import open_bed
from quietude.sound.mix import VOICE_LUFS
from quietude.sound.tracks.loop_points import best_shift, crossfaded, find_loop_points
from quietude.sound.tracks.looped_track import LoopedTrack, measure_track, read_track

RATE_HZ = 44_100
RNG = np.random.default_rng(0)
NOISE = np.random.default_rng(1).normal(0, 0.1, (3000, 2)).astype(np.float32)


def hiss(seconds: float, rate_hz: int = RATE_HZ, channels: int = 2) -> Samples:
    shape = (round(seconds * rate_hz), channels)
    return np.random.default_rng(1).normal(0, 0.05, shape).astype(np.float32)


def loud_intro(sound: Samples) -> Samples:
    sound[: 4 * RATE_HZ] *= 6
    return sound


def silent_end(sound: Samples) -> Samples:
    sound[-5 * RATE_HZ :] = 0
    return sound


def with_offset(sound: Samples) -> Samples:
    return sound + np.float32(0.3)


def clicks_at_both_ends(sound: Samples) -> Samples:
    sound[:3], sound[-3:] = 0.9, -0.9
    return sound


NASTY: dict[str, tuple[int, int, Callable[[Samples], Samples]]] = {
    "a loud intro": (RATE_HZ, 2, loud_intro),
    "silence at the end": (RATE_HZ, 2, silent_end),
    "an offset": (RATE_HZ, 2, with_offset),
    "clicks at both ends": (RATE_HZ, 2, clicks_at_both_ends),
    "8 kHz mono": (8_000, 1, lambda track: track),
    "96 kHz": (96_000, 2, lambda track: track),
    "5.1": (RATE_HZ, 6, lambda track: track),
}


@pytest.mark.parametrize(
    "kind",
    [
        # The quick tests below have such tracks too.
        pytest.param(kind, marks=pytest.mark.slow if rest[:2] != (RATE_HZ, 2) else ())
        for kind, rest in NASTY.items()
    ],
)
def test_a_difficult_track_makes_an_even_bed(tmp_path: Path, kind: str) -> None:
    rate_hz, channels, make = NASTY[kind]
    path = tmp_path / "track.wav"
    soundfile.write(path, make(hiss(19, rate_hz, channels)), rate_hz, subtype="FLOAT")
    block = open_bed(TrackBed(path), RATE_HZ, -20.0).open().read(40 * RATE_HZ)
    meter = LoudnessMeter(RATE_HZ, true_peak=False)
    meter.add(block)
    assert meter.integrated_lufs() == pytest.approx(-20.0, abs=0.5)
    powers = (block.reshape(80, -1) ** 2).mean(axis=1)  # half a second each
    assert 10 * np.log10(powers.max() / powers.min()) < 2.0
    assert np.abs(block.mean(axis=0)).max() < 1e-3
    assert np.abs(block).max() < 8 * np.sqrt(powers.mean())  # no click is left in the loop


def test_the_loop_begins_after_a_loud_intro_and_ends_before_silence(tmp_path: Path) -> None:
    path = tmp_path / "track.wav"
    soundfile.write(path, silent_end(loud_intro(hiss(30))), RATE_HZ, subtype="FLOAT")
    found = measure_track(path, RATE_HZ)
    assert found.start_frame >= 3.9 * RATE_HZ
    assert found.end_frame <= 25 * RATE_HZ
    assert found.correlation < 0.1


def test_the_seam_lies_where_the_track_is_quiet() -> None:
    level = np.full(1200, 1.0)
    level[80:150] = 0.01
    level[1050:1120] = 0.01
    seam = find_loop_points(level)
    assert 80 <= seam.start <= 90
    assert 1110 <= seam.end <= 1120
    assert seam.overlap == 60


@pytest.mark.parametrize("beat", [0.7, 0.734, 0.99])
def test_a_rhythm_stays_in_step(tmp_path: Path, beat: float) -> None:
    """Pulses in a track that is no whole number of them long."""
    path = tmp_path / "track.wav"
    rate_hz = 22_050
    time_s = np.arange(round(19.3 * rate_hz)) / rate_hz
    pulse = np.exp(-12 * (time_s % beat)) * np.sin(2 * np.pi * 220 * (time_s % beat))
    soundfile.write(path, 0.3 * pulse, rate_hz, subtype="FLOAT")
    measured = measure_track(path, rate_hz)
    assert measured.correlation > 0.98
    period = measured.period_frames / rate_hz / beat
    assert abs(period - round(period)) < 0.005
    frames = round(beat * rate_hz)
    count = 35 * rate_hz // frames
    block = LoopedTrack(path, rate_hz, 1.0, measured).read(35 * rate_hz)
    beats = np.abs(block[: count * frames, 0]).reshape(-1, frames).max(axis=1)
    assert beats.max() / beats.min() < 1.05  # as loud through the crossfade as elsewhere


def test_where_nothing_is_alike_the_levels_decide() -> None:
    noise = np.random.default_rng(5).standard_normal((60_000, 2)).astype(np.float32)
    shift, correlation = best_shift(noise[:20_000], noise[30_000:])
    assert shift == 10_000
    assert correlation < 0.05


@settings(max_examples=30, deadline=None)
@given(alike=st.floats(0.0, 1.0), seed=st.integers(0, 99))
def test_a_crossfade_keeps_its_power(alike: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = rng.normal(0, 0.1, (2, 60_000, 1))
    other = alike * one + math.sqrt(1 - alike**2) * other
    mixed = crossfaded(np.repeat(one, 2, axis=1), np.repeat(other, 2, axis=1), alike)
    powers = (mixed[:, 0].reshape(10, -1) ** 2).mean(axis=1)
    assert powers.max() / powers.min() < 1.25
    same = crossfaded(mixed, mixed, 1.0)
    np.testing.assert_allclose(same, mixed, atol=1e-6)


def test_a_loop_is_the_track_with_its_end_crossfaded_into_its_beginning(tmp_path: Path) -> None:
    """Sample by sample, three times round, from the file as it is."""
    path = tmp_path / "track.wav"
    rate_hz = 8000
    sound = hiss(9.0, rate_hz)
    sound[:, 1] *= 0.5
    soundfile.write(path, sound, rate_hz, subtype="FLOAT")
    found = measure_track(path, rate_hz)
    sound -= sound.mean(axis=0)  # an offset is no sound
    start, end, overlap = found.start_frame, found.end_frame, found.overlap_frames
    assert 0 <= start < end <= len(sound)
    assert overlap == pytest.approx((end - start) / 4, rel=0.05)
    over = crossfaded(sound[end - overlap : end], sound[start : start + overlap], found.correlation)
    rest = sound[start + overlap : end - overlap]
    expected = np.concatenate([sound[start : start + overlap], *3 * [rest, over], rest])
    block = LoopedTrack(path, rate_hz, 0.5, found).read(len(expected))
    np.testing.assert_allclose(block, 0.5 * expected, atol=1e-6)


def test_a_track_at_another_rate_is_as_long_as_before(tmp_path: Path) -> None:
    """To its last frame: what waits in the resampler comes out at the end."""
    path = tmp_path / "track.wav"
    at_s = np.arange(6 * 22_050) / 22_050
    soundfile.write(path, 0.5 * np.sin(2 * np.pi * 100 * at_s), 22_050, subtype="FLOAT")
    found = np.concatenate(list(read_track(path, RATE_HZ)))
    assert abs(len(found) - 6 * RATE_HZ) <= 1
    expected = 0.5 * np.sin(2 * np.pi * 100 * np.arange(len(found)) / RATE_HZ)
    np.testing.assert_allclose(found[500:-500, 0], expected[500:-500], atol=1e-4)


def test_the_best_shift_is_found() -> None:
    sound = hiss(2.0)
    shift, correlation = best_shift(sound[5000:25_000], sound[1000:40_000])
    assert shift == 4000
    assert correlation == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "order"),
    [("a.wav", (0, 1, 2, 3, 4, 5)), ("a.flac", (0, 1, 2, 3, 4, 5)), ("a.ogg", (0, 2, 1, 4, 5, 3))],
)
def test_every_format_has_its_own_order_of_channels(
    tmp_path: Path, name: str, order: tuple[int, ...]
) -> None:
    """Left, right, centre, low, surround left and right, each with a pitch of its own."""
    time_s = np.arange(RATE_HZ) / RATE_HZ
    pitches = (300, 400, 500, 60, 700, 800)
    tones = np.array([0.2 * np.sin(2 * np.pi * pitch_hz * time_s) for pitch_hz in pitches]).T
    soundfile.write(tmp_path / name, tones[:, order], RATE_HZ)
    block = np.concatenate(list(read_track(tmp_path / name, RATE_HZ)))[:RATE_HZ]
    spectrum = np.abs(np.fft.rfft(block, axis=0)) / len(block) * 2 / 0.2
    half = math.sqrt(0.5)
    ears = [[spectrum[pitch_hz, ear] for pitch_hz in pitches] for ear in (0, 1)]
    np.testing.assert_allclose(ears[0], [1, 0, half, 0, half, 0], atol=0.05)
    np.testing.assert_allclose(ears[1], [0, 1, half, 0, 0, half], atol=0.05)


def test_tracks_too_short_to_loop_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "track.wav"
    soundfile.write(path, hiss(1.0), RATE_HZ)
    with pytest.raises(SoundError, match=r"lasts 1\.0 s"):
        open_bed(TrackBed(path), RATE_HZ, -20.0)
    sound = hiss(20.0)
    sound[3 * RATE_HZ :] = 0
    soundfile.write(path, sound, RATE_HZ)
    with pytest.raises(SoundError, match="can be looped"):
        open_bed(TrackBed(path), RATE_HZ, -20.0)


@pytest.mark.parametrize(
    ("channels", "rate_hz", "seconds"), [(1, 8_000, 9.0), (2, 96_000, 7.0), (6, 44_100, 6.5)]
)
def test_any_track_can_be_a_bed(
    tmp_path: Path, channels: int, rate_hz: int, seconds: float
) -> None:
    path = tmp_path / "track.wav"
    hum = 0.2 * np.sin(2 * np.pi * 200 * np.arange(round(seconds * rate_hz)) / rate_hz)
    soundfile.write(path, np.repeat(hum[:, None], channels, axis=1), rate_hz)
    block = open_bed(TrackBed(path), RATE_HZ, VOICE_LUFS).open().read(20 * RATE_HZ)
    assert block.shape == (20 * RATE_HZ, 2)
    loudest = np.abs(block.reshape(200, -1)).max(axis=1)
    assert loudest[2:].min() > 0.3 * loudest.max()  # never a hole, at no turn of the loop
    assert np.abs(np.diff(block, axis=0)).max() < 0.02  # never a click


@pytest.mark.parametrize("cuts", [[1, 5, 100_000, 3], [441_000], [7] * 50])
def test_a_looped_track_reads_the_same_in_any_blocks(tmp_path: Path, cuts: list[int]) -> None:
    path = tmp_path / "track.flac"
    soundfile.write(path, RNG.normal(0, 0.1, (RATE_HZ * 7, 2)), RATE_HZ)
    found = measure_track(path, RATE_HZ)
    whole = LoopedTrack(path, RATE_HZ, 1.0, found).read(sum(cuts))
    stem = LoopedTrack(path, RATE_HZ, 1.0, found)
    blocks: list[Samples] = [stem.read(frames) for frames in cuts]
    np.testing.assert_array_equal(np.concatenate(blocks), whole)


@pytest.mark.parametrize("seconds", [8.0, pytest.param(20.0, marks=pytest.mark.slow)])
def test_a_loop_keeps_its_power_through_the_crossfade(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "track.wav"
    soundfile.write(path, RNG.normal(0, 0.1, (round(RATE_HZ * seconds), 2)), RATE_HZ)
    found = measure_track(path, RATE_HZ)
    block = LoopedTrack(path, RATE_HZ, 1.0, found).read(45 * RATE_HZ)
    powers = (block.reshape(45, -1) ** 2).mean(axis=1)
    assert powers.max() / powers.min() < 1.25
    period = found.end_frame - found.overlap_frames - found.start_frame
    a = block[10 * RATE_HZ : 11 * RATE_HZ]
    np.testing.assert_allclose(block[10 * RATE_HZ + period : 11 * RATE_HZ + period], a, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("short.wav", None, "too short"),
        ("noise.wav", b"RIFF" + bytes(range(256)) * 9, "cannot be read"),
        ("empty.mp3", b"", "cannot be read"),
        ("text.m4a", b"nothing like sound" * 99, "cannot be read"),
    ],
)
def test_tracks_that_cannot_be_a_bed(
    tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if data is None:
        soundfile.write(path, NOISE[:441], 4410)
    else:
        path.write_bytes(data)
    with pytest.raises(SoundError, match=words) as caught:
        open_bed(TrackBed(path), RATE_HZ, VOICE_LUFS)
    assert caught.value.path == path


def test_silent_and_missing_tracks(tmp_path: Path) -> None:
    path = tmp_path / "silent.wav"
    soundfile.write(path, np.zeros((RATE_HZ * 6, 1)), RATE_HZ)
    with pytest.raises(SoundError, match="silent"):
        open_bed(TrackBed(path), RATE_HZ, VOICE_LUFS)
    with pytest.raises(SoundError, match="no bed") as caught:
        open_bed(TrackBed(tmp_path / "none.wav"), RATE_HZ, VOICE_LUFS)
    assert "quietude beds list" in str(caught.value.hint)


def test_a_soft_track_is_not_a_silent_one(tmp_path: Path) -> None:
    """A soft track is brought to the loudness of a bed, like any other."""
    noise = np.random.default_rng(0).normal(0, 1e-4, (RATE_HZ * 8, 2))
    soundfile.write(tmp_path / "soft.wav", noise, RATE_HZ, subtype="FLOAT")
    stem = open_bed(TrackBed(tmp_path / "soft.wav"), RATE_HZ, VOICE_LUFS).open()
    meter = LoudnessMeter(RATE_HZ, true_peak=False)
    meter.add(stem.read(10 * RATE_HZ))
    assert meter.integrated_lufs() == pytest.approx(VOICE_LUFS, abs=0.3)
