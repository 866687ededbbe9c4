"""Damaged and odd tracks: repaired where the ear would not mind, refused otherwise."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from quietude.audio.clip import Samples, muted_stderr
from quietude.audio.downmix import StereoRepair
from quietude.audio.loudness import PLAIN
from quietude.errors import SoundError
from quietude.script.bed import TrackBed
from quietude.sound.beds import open_bed
from quietude.sound.tracks.looped_track import TrackMeasure, measure_track

RATE_HZ = 44_100
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")


def hiss(seconds: float = 8.0, channels: int = 2) -> Samples:
    shape = (round(seconds * RATE_HZ), channels)
    return np.random.default_rng(1).normal(0, 0.05, shape).astype(np.float32)


def opened(path: Path) -> Samples:
    return open_bed(TrackBed(path), RATE_HZ, -20.0).open().read(10 * RATE_HZ)


def refused(path: Path) -> SoundError:
    with pytest.raises(SoundError) as caught:  # a warning would be an error of another kind
        open_bed(TrackBed(path), RATE_HZ, -20.0)
    assert caught.value.path == path
    return caught.value


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30])
def test_a_damaged_sample_is_refused_with_its_time(tmp_path: Path, value: float) -> None:
    sound = hiss()
    sound[5 * RATE_HZ, 1] = value
    soundfile.write(tmp_path / "track.wav", sound, RATE_HZ, subtype="FLOAT")
    error = refused(tmp_path / "track.wav")
    assert error.message in {"this track is damaged at 0:04", "this track is damaged at 0:05"}


def test_a_track_of_any_scale_is_usable(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "one.wav", hiss(), RATE_HZ, subtype="FLOAT")
    soundfile.write(tmp_path / "other.wav", hiss() * 2**31, RATE_HZ, subtype="FLOAT")
    one, other = opened(tmp_path / "one.wav"), opened(tmp_path / "other.wav")
    np.testing.assert_allclose(one, other, atol=1e-4)


def left_alone(sound: Samples) -> Samples:
    return sound * np.array([1.0, 1e-5], dtype=np.float32)


def right_alone(sound: Samples) -> Samples:
    return sound * np.array([0.0, 1.0], dtype=np.float32) + np.float32(0.2)


def opposite(sound: Samples) -> Samples:
    return sound[:, :1] * np.array([1.0, -1.0], dtype=np.float32) + np.array(
        [0.1, -0.3], dtype=np.float32
    )


@pytest.mark.parametrize("wired", [left_alone, right_alone, opposite])
def test_dead_and_inverted_channels_are_repaired(
    tmp_path: Path, wired: Callable[[Samples], Samples]
) -> None:
    """A dead channel would be a bed in one ear; opposite ones are gone in one loudspeaker."""
    soundfile.write(tmp_path / "track.wav", wired(hiss()), RATE_HZ, subtype="FLOAT")
    block = opened(tmp_path / "track.wav")
    np.testing.assert_allclose(block[:, 0], block[:, 1], atol=1e-5)
    assert np.sqrt(np.square(block).mean()) > 0.02
    assert np.abs(block.mean(axis=0)).max() < 1e-3


def test_a_wide_track_keeps_its_width(tmp_path: Path) -> None:
    """Much softer in one ear, and opposite but for a little: both are somebody's wish."""
    one, other = hiss()[:, 0], hiss()[:, 1]
    sound = np.stack([one, 0.02 * one - 0.01 * other], axis=1)
    soundfile.write(tmp_path / "soft.wav", sound, RATE_HZ, subtype="FLOAT")
    soundfile.write(
        tmp_path / "wide.wav", np.stack([one, 0.02 * other - one], axis=1), RATE_HZ, subtype="FLOAT"
    )
    soft, wide = opened(tmp_path / "soft.wav"), opened(tmp_path / "wide.wav")
    ratio = np.square(soft[:, 1]).mean() / np.square(soft[:, 0]).mean()
    assert ratio == pytest.approx(0.02**2 + 0.01**2, rel=0.02)
    assert (wide[:, 0] * wide[:, 1]).mean() < -0.99 * np.square(wide[:, 0]).mean()


@pytest.mark.parametrize("rate_hz", [3, 2_000_000_000])
def test_a_damaged_rate_does_not_fill_the_memory(tmp_path: Path, rate_hz: int) -> None:
    path = tmp_path / "track.wav"
    soundfile.write(path, hiss(1.0), RATE_HZ)
    data = bytearray(path.read_bytes())
    data[24:28] = rate_hz.to_bytes(4, "little")
    path.write_bytes(data)
    assert f"{rate_hz} Hz" in refused(path).message


def test_a_track_a_little_too_short_is_not_rounded_up(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "track.wav", hiss(4.96), RATE_HZ)
    assert "lasts 4.9 s" in refused(tmp_path / "track.wav").message


def half_an_mp3(path: Path) -> None:
    """Frames that are whole, zeros, and frames again: libmpg123 has words for these."""
    soundfile.write(path, hiss(20.0), RATE_HZ, format="MP3")
    data = bytearray(path.read_bytes())
    third = len(data) // 3
    rng = np.random.default_rng(2)
    for at in rng.integers(third, len(data) - 200, 40):
        data[at : at + 64] = rng.bytes(64)
    path.write_bytes(data)


def test_libraries_print_nothing_about_a_damaged_mp3(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "track.mp3"
    half_an_mp3(path)
    with soundfile.SoundFile(path) as sound:
        sound.read()
    assert capfd.readouterr().err  # they would
    measure_track(path, RATE_HZ)
    assert capfd.readouterr().err == ""


def test_muting_stderr_ends_and_needs_no_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    with contextlib.suppress(ValueError), muted_stderr():
        os.write(2, b"unheard")
        raise ValueError
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"
    kept = os.dup(2)
    os.close(2)
    try:
        with muted_stderr():
            pass
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@pytest.mark.parametrize("name", ["text.mp3", "empty.mp3", "text.wav", "text.raw"])
def test_a_file_without_sound_is_not_called_missing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"" if "empty" in name else b"There is nothing to hear in this.\n" * 300)
    message = str(refused(path))
    assert "exist" not in message
    assert "argument" not in message
    assert "cannot be read" in message or "no sound" in message


@needs_ffmpeg
def test_a_picture_has_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    source = ["-f", "lavfi", "-i", "color=c=blue:s=16x16", "-frames:v", "1"]
    subprocess.run(["ffmpeg", "-v", "error", *source, str(path)], check=True)
    assert refused(path).message == "there is no sound in this file"


@needs_ffmpeg
def test_a_silent_foreign_track_is_named_by_its_own_path(tmp_path: Path) -> None:
    path = tmp_path / "quiet.m4a"
    source = ["-f", "lavfi", "-i", "anullsrc=d=6:r=44100"]
    subprocess.run(["ffmpeg", "-v", "error", *source, str(path)], check=True)
    assert refused(path).message == "this track is silent"


def test_damage_found_later_comes_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "track.flac"
    soundfile.write(path, hiss(), RATE_HZ)
    path.write_bytes(path.read_bytes()[:-200_000])
    error = refused(path)
    assert "cannot be read" in error.message
    assert "again" in str(error.hint)


def test_the_power_of_a_loop_is_where_it_sounds(tmp_path: Path) -> None:
    """A turn of it is no whole number of tenths: half an hour on, a burst is still in its place."""
    sound = hiss(12.06)
    tone = np.sin(2 * np.pi * 217.9 / RATE_HZ * np.arange(len(sound)))  # it fits at a whole period
    sound += (2 * sound.std() * tone)[:, None].astype(np.float32)
    for at_s in (3.0, 6.1, 8.2):
        sound[round(at_s * RATE_HZ) : round((at_s + 0.7) * RATE_HZ)] *= 8
    soundfile.write(tmp_path / "track.wav", sound, RATE_HZ, subtype="FLOAT")
    bed = open_bed(TrackBed(tmp_path / "track.wav"), RATE_HZ, -20.0)
    found = measure_track(tmp_path / "track.wav", RATE_HZ)
    assert min(found.period_frames % found.hop_frames, -found.period_frames % found.hop_frames) > 99
    stem = bed.open()
    stem.read(found.period_frames)  # in the first turn nothing is laid over the beginning
    heard = stem.read(found.period_frames)
    turn = 151
    first = -(-turn * found.period_frames // found.hop_frames)
    at = first * found.hop_frames - turn * found.period_frames
    hops = found.period_frames // found.hop_frames - 1
    real = np.square(heard[at : at + hops * found.hop_frames].astype(np.float64)).sum(axis=1)
    told = bed.powers(first, first + hops)[PLAIN]
    assert np.abs(np.log10(told / real.reshape(hops, -1).mean(axis=1))).mean() < 0.1


@pytest.mark.parametrize(("alike", "middle"), [(0.0, 5.0), (1.0, 4.0)])
def test_the_power_of_a_seam_is_that_of_both_its_sides(alike: float, middle: float) -> None:
    """A tail three times as high as the head; sounds that are alike add, and are brought back."""
    hop = 4410
    powers = np.concatenate([np.full(100, 1.0), np.full(61, 9.0)])[None]
    ears = StereoRepair((0, 1), (1, 1), np.zeros(2, dtype=np.float32))
    found = TrackMeasure(-20.0, powers, hop, ears, 0, 161 * hop, 61 * hop, alike)
    seam = found.heard_powers(100, 161)[0]
    assert seam[30] == pytest.approx(middle)
    assert seam[0] == pytest.approx(9.0, rel=0.05)
    assert seam[-1] == pytest.approx(1.0, rel=0.08)
    np.testing.assert_array_equal(found.heard_powers(0, 61)[0], 1.0)  # nothing was before
