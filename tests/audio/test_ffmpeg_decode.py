"""Tracks that only ffmpeg reads: decoded to the disk, refused with the reason, nothing left."""

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

from quietude.errors import SoundError
from quietude.script.bed import TrackBed
from quietude.sound.beds import open_bed
from quietude.sound.mix import VOICE_LUFS

RATE_HZ = 44_100
RNG = np.random.default_rng(0)


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
    assert sum(entry.is_dir() for entry in scratch.iterdir()) == 1
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
        "from pathlib import Path\n"
        "from quietude.script.bed import TrackBed\n"
        "from quietude.sound.beds import open_bed\n"
        "open_bed(TrackBed(Path(sys.argv[1])), 44100, -20.0).open().read(441000)\n"
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
