"""Stems and beds: everything in its place, and tracks are cleaned up. See also tests/contract."""

from __future__ import annotations

import contextlib
import gc
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from quietude.audio.clip import Clip, Samples
from quietude.errors import SoundError
from quietude.plan.model import Utterance
from quietude.plan.request import Request
from quietude.plan.timeline import Placement
from quietude.script.bed import Bed, LibraryBed, NoBed, TrackBed
from quietude.session.planning import outline
from quietude.sound.assets import beds, bells
from quietude.sound.beds import open_bed, resample_loop
from quietude.sound.cues import RecordedSound, cue_sounds
from quietude.sound.looped_track import LoopedTrack, measure_track
from quietude.sound.mix import VOICE_LUFS, LevelOffsets, Mix
from quietude.sound.stems import CueStem, Stem, VoiceStem
from quietude.units import gain_to_db
from spoken import clip_of, session

RATE_HZ = 44_100
RNG = np.random.default_rng(0)
NOISE = RNG.normal(0, 0.1, (3000, 2)).astype(np.float32)
UTTERANCES = [Utterance(f"Line {n}.", "tone", 115, 0, n) for n in range(5)]
CLIPS = {phrase: Clip(RNG.normal(0, 0.1, 900).astype(np.float32), RATE_HZ) for phrase in UTTERANCES}
PLACEMENTS = [Placement(phrase, 500 + 1000 * n, 900) for n, phrase in enumerate(UTTERANCES)]


def voice() -> Stem:
    return VoiceStem(PLACEMENTS, lambda phrase: CLIPS[phrase].samples)


def read(stem: Stem, cuts: list[int]) -> Samples:
    return np.concatenate([stem.read(frames) for frames in cuts])


def test_the_voice_is_where_the_timeline_says() -> None:
    block = voice().read(7000)
    for placed in PLACEMENTS:
        expected = CLIPS[placed.utterance].samples
        np.testing.assert_allclose(
            block[placed.start_frame : placed.end_frame, 0], expected, rtol=1e-6
        )
    assert not block[:500].any()
    assert not block[1400:1500].any()
    np.testing.assert_array_equal(block[:, 0], block[:, 1])


def test_cues_ring_over_one_another() -> None:
    bell, tap = RecordedSound(NOISE[:, 0], 1.0, 0.5), RecordedSound(NOISE[:400, 1], 0.2, 0.9)
    expected = np.zeros((5000, 2))
    for start, sound in ((10, bell), (1000, tap), (1000, bell), (1200, tap)):
        expected[start : start + sound.frames] += sound.read(0, sound.frames)
    stem = CueStem([(10, bell), (1000, tap), (1000, bell), (1200, tap)])
    np.testing.assert_allclose(read(stem, [1000, 1, 199, 3800]), expected, atol=1e-6)


def test_a_clip_is_fetched_when_it_starts() -> None:
    fetched: list[Utterance] = []

    def phrase(utterance: Utterance) -> Samples:
        fetched.append(utterance)
        return CLIPS[utterance].samples

    stem = VoiceStem(PLACEMENTS, phrase)
    stem.read(400)
    assert len(fetched) <= 1
    stem.read(2000)
    assert fetched == UTTERANCES[:3][: len(fetched)]
    stem.read(9000)
    assert fetched == UTTERANCES


def mixed(bed: Bed) -> Samples:
    mix = Mix(session(), clip_of, bed)
    return np.concatenate(list(mix.blocks()))


def test_the_mix_has_no_step_its_parts_lack() -> None:
    whole = mixed(bed=LibraryBed("brown"))
    assert len(whole) == 200 * RATE_HZ
    assert np.abs(np.diff(whole, axis=0)).max() < 0.12  # tones of the stand-in voice reach 0.1
    assert np.abs(whole[[0, -1]]).max() < 1e-4


def test_a_session_without_bed_is_silent_between() -> None:
    timeline = outline("butterfly-hug", Request(duration_s=200))
    whole = mixed(bed=NoBed())
    lead = timeline.silences[0].length_frames
    assert not np.abs(whole[: lead - 100]).max()
    assert np.abs(whole[lead : lead + RATE_HZ]).max() > 0.01


def test_the_bed_level_is_the_one_asked_for() -> None:
    usual, *others = (
        Mix(session(), clip_of, LibraryBed("brown"), LevelOffsets(bed_db=level_db))
        .stems()["bed"]
        .read(20 * RATE_HZ)
        for level_db in (0.0, -6.0, 6.0)
    )
    for level, changed in zip((-6.0, 6.0), others, strict=True):
        ratio = float(np.sqrt((changed**2).mean() / (usual**2).mean()))
        assert gain_to_db(ratio) == pytest.approx(level, abs=0.1)


def test_every_bed_and_bell_can_be_opened() -> None:
    assert {"rain", "ocean", "stream", "brown"} <= set(beds())
    assert "bell" in bells()
    for name in ("rain", "drone"):
        block = open_bed(LibraryBed(name), RATE_HZ, VOICE_LUFS).open().read(RATE_HZ)
        assert 0.001 < np.abs(block).max() < 1.0


@pytest.mark.parametrize("rate_hz", [22_050, 48_000])
def test_a_resampled_loop_has_no_seam(rate_hz: int) -> None:
    turns = np.arange(RATE_HZ) * 7 / RATE_HZ  # seven whole periods
    loop = np.sin(2 * np.pi * turns).astype(np.float32)[:, None]
    other = resample_loop(loop, RATE_HZ, rate_hz)[:, 0]
    assert len(other) == rate_hz
    steps = np.abs(np.diff(np.concatenate([other, other[:1]])))
    assert steps[-1] <= steps[:-1].max() * 1.01


@pytest.mark.parametrize(
    ("channels", "rate_hz", "seconds"), [(1, 8_000, 9.0), (2, 96_000, 7.0), (6, 44_100, 6.5)]
)
def test_any_track_can_be_a_bed(
    tmp_path: Path, channels: int, rate_hz: int, seconds: float
) -> None:
    path = tmp_path / "track.wav"
    hum = 0.2 * np.sin(2 * np.pi * 200 * np.arange(round(seconds * rate_hz)) / rate_hz)
    soundfile.write(path, np.repeat(hum[:, None], channels, axis=1), rate_hz)
    block = open_bed(TrackBed(path), RATE_HZ, VOICE_LUFS).open().read(40 * RATE_HZ)
    assert block.shape == (40 * RATE_HZ, 2)
    loudest = np.abs(block.reshape(400, -1)).max(axis=1)
    assert loudest[2:].min() > 0.3 * loudest.max()  # never a hole, at no turn of the loop
    assert np.abs(np.diff(block, axis=0)).max() < 0.02  # never a click


@pytest.mark.parametrize("cuts", [[1, 5, 100_000, 3], [441_000], [7] * 50])
def test_a_looped_track_reads_the_same_in_any_blocks(tmp_path: Path, cuts: list[int]) -> None:
    path = tmp_path / "track.flac"
    soundfile.write(path, RNG.normal(0, 0.1, (RATE_HZ * 7, 2)), RATE_HZ)
    found = measure_track(path, RATE_HZ)
    whole = LoopedTrack(path, RATE_HZ, 1.0, found).read(sum(cuts))
    np.testing.assert_array_equal(read(LoopedTrack(path, RATE_HZ, 1.0, found), cuts), whole)


@pytest.mark.parametrize("seconds", [8.0, 20.0])
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


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
@pytest.mark.parametrize("name", ["track.m4a", "track.wma"])
def test_ffmpeg_opens_what_libsndfile_does_not(tmp_path: Path, name: str) -> None:
    wav, path = tmp_path / "track.wav", tmp_path / name
    soundfile.write(wav, RNG.normal(0, 0.1, 8 * RATE_HZ), RATE_HZ)
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(wav), str(path)], check=True)
    block = open_bed(TrackBed(path), RATE_HZ, VOICE_LUFS).open().read(20 * RATE_HZ)
    loudest = np.abs(block.reshape(200, -1)).max(axis=1)
    assert loudest[2:].min() > 0.3 * loudest.max()


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_a_foreign_track_that_is_damaged_is_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    wav, path = tmp_path / "track.wav", tmp_path / "-an ödd 'name'.m4a"
    soundfile.write(wav, RNG.normal(0, 0.1, 8 * RATE_HZ), RATE_HZ)
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(wav), str(path)], check=True)
    bed = open_bed(TrackBed(path), RATE_HZ, VOICE_LUFS)
    assert len(list(scratch.iterdir())) == 1
    del bed
    gc.collect()
    path.write_bytes(path.read_bytes()[:20_000])  # what says where things are is at the end
    with pytest.raises(SoundError, match=r"cannot be read \(") as caught:
        open_bed(TrackBed(path), RATE_HZ, VOICE_LUFS)
    assert "ffmpeg reads" in str(caught.value.hint)
    _fetch_nothing(tmp_path)
    del caught
    gc.collect()
    assert list(scratch.iterdir()) == []


def _fetch_nothing(folder: Path) -> None:
    """A playlist that names an address is no track, and nobody is called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.ts"
        playlist = folder / "list.m3u8"
        playlist.write_text(f"#EXTM3U\n#EXTINF:9,\n{address}\n#EXT-X-ENDLIST\n")
        # If ffmpeg fetched the address, it would wait for a reply; the thread hangs up on it.
        calls: list[str] = []
        answering = threading.Thread(target=_hang_up, args=(server, calls))
        answering.start()
        with pytest.raises(SoundError, match="cannot be read"):
            open_bed(TrackBed(playlist), RATE_HZ, VOICE_LUFS)
        answering.join()
    assert calls == []


def _hang_up(server: socket.socket, calls: list[str]) -> None:
    for _ in range(10):
        with contextlib.suppress(TimeoutError):
            connection, caller = server.accept()
            calls.append(str(caller))
            connection.close()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_a_long_foreign_track_takes_no_more_memory(tmp_path: Path) -> None:
    program = (
        "import resource, sys\n"
        "from quietude.script.bed import TrackBed\n"
        "from quietude.sound.beds import open_bed\n"
        "open_bed(TrackBed(sys.argv[1]), 44100, -20.0).open().read(441000)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    peaks = []
    for minutes in (1, 30):
        path = tmp_path / f"{minutes}.m4a"
        noise = f"anoisesrc=d={minutes * 60}:c=pink:r=44100:a=0.2"
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", noise, str(path)], check=True)
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
        )
        peaks.append(int(done.stdout))
    assert peaks[1] < 1.3 * peaks[0]


def test_without_ffmpeg_a_foreign_track_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "track.m4a"
    path.write_bytes(b"nothing like sound" * 99)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(SoundError, match="without ffmpeg") as caught:
        open_bed(TrackBed(path), RATE_HZ, VOICE_LUFS)
    assert "WAV" in str(caught.value.hint)


def test_silent_and_missing_tracks(tmp_path: Path) -> None:
    path = tmp_path / "silent.wav"
    soundfile.write(path, np.zeros((RATE_HZ * 6, 1)), RATE_HZ)
    with pytest.raises(SoundError, match="silent"):
        open_bed(TrackBed(path), RATE_HZ, VOICE_LUFS)
    with pytest.raises(SoundError, match="no bed") as caught:
        open_bed(TrackBed(tmp_path / "none.wav"), RATE_HZ, VOICE_LUFS)
    assert "quietude beds list" in str(caught.value.hint)


def test_an_unknown_bell_gets_a_suggestion() -> None:
    from quietude.sound.assets import bell

    with pytest.raises(SoundError) as caught:
        bell("bel")
    assert 'Did you mean "bell"?' in str(caught.value.hint)


def test_taps_alternate_between_the_ears() -> None:
    timeline = outline("butterfly-hug", Request(duration_s=300))
    sounds = list(cue_sounds(timeline, -20.0, 0.0))
    sides = []
    for placed, (start, sound) in zip(timeline.cues, sounds, strict=True):
        assert start == placed.start_frame
        if placed.cue.kind.startswith("tap"):
            left, right = np.abs(sound.read(0, sound.frames)).max(axis=0)
            sides.append("left" if left > right else "right")
    assert sides[:4] == ["left", "right", "left", "right"]
