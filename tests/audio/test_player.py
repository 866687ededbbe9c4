"""Streams are played through a device or a program, without a sound card."""

from __future__ import annotations

import queue
import stat
import sys
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from quietude.audio import player
from quietude.errors import SoundError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from quietude.audio.clip import Samples

RATE_HZ = 8000


def blocks() -> list[Samples]:
    ramp = np.linspace(-1.5, 1.0, 20_000, dtype=np.float32)
    both = np.stack([ramp, -ramp], axis=1)
    return [both[:9000], both[9000:]]


class FakeDevice:
    """Takes frames as fast as it can, in a thread of its own."""

    def __init__(self) -> None:
        self.heard = b""
        self.closed = False
        self._thread: threading.Thread | None = None

    def start(self, frames: Generator[bytes, int, None]) -> None:
        self._thread = threading.Thread(target=self._pull, args=(frames,))
        self._thread.start()

    def _pull(self, frames: Generator[bytes, int, None]) -> None:
        while not self.closed:
            self.heard += frames.send(500)

    def close(self) -> None:
        self.closed = True
        if self._thread:
            self._thread.join()


def test_a_device_plays_every_frame_once(monkeypatch: pytest.MonkeyPatch) -> None:
    device = FakeDevice()
    monkeypatch.setattr(player, "_open_device", lambda _rate_hz: device)
    player.play_blocks(blocks(), RATE_HZ)
    heard = np.frombuffer(device.heard, "<i2").reshape(-1, 2)
    heard = heard[np.any(heard != 0, axis=1)]
    expected = np.rint(np.clip(np.concatenate(blocks()), -1, 1) * 32_767)
    assert len(heard) == len(expected[np.any(expected != 0, axis=1)])
    assert heard[0].tolist() == [-32_767, 32_767]
    assert device.closed


def test_a_device_gets_silence_while_the_next_block_is_made() -> None:
    waiting: queue.Queue[bytes | None] = queue.Queue()
    ended = threading.Event()
    frames = player.device_frames(waiting, ended)
    next(frames)
    assert frames.send(2) == b"\0" * 8
    waiting.put(b"abcdefgh")
    assert frames.send(1) == b"abcd"
    waiting.put(None)
    assert frames.send(2) == b"efgh\0\0\0\0"
    assert not ended.is_set()
    assert frames.send(1) == b"\0" * 4
    assert ended.is_set()


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_a_program_plays_a_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "_open_device", lambda _rate_hz: None)
    for name, body in (("ffplay", "exit 1"), ("mpv", f"/bin/cat > {tmp_path}/heard.wav")):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert player.can_play() == "ffplay"
    player.play_blocks(blocks() * 20, RATE_HZ)
    samples, rate_hz = soundfile.read(tmp_path / "heard.wav")
    assert rate_hz == RATE_HZ
    assert samples.shape[1] == 2
    assert samples[-1].tolist() == pytest.approx([1.0, -1.0], abs=1e-3)


def test_no_device_and_no_program_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "_open_device", lambda _rate_hz: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert player.can_play() == ""
    with pytest.raises(SoundError, match="there is no sound device"):
        player.play_blocks(blocks(), RATE_HZ)
