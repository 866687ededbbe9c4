"""Playing a file through a program of the system, without a sound card."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

import pytest

from quietude._util.playback import play
from quietude.errors import SoundError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_program_plays_the_file(programs: Path, tmp_path: Path) -> None:
    program(programs, "ffplay", f'echo "$@" > {tmp_path}/played')
    play(tmp_path / "a sound.mp3")
    assert (tmp_path / "played").read_text(encoding="utf-8").endswith("/a sound.mp3\n")


def test_the_next_program_is_tried(programs: Path, tmp_path: Path) -> None:
    program(programs, "ffplay", "echo no device >&2")
    program(programs, "mpv", "exit 2")
    program(programs, "aplay", f"echo played > {tmp_path}/played")
    play(tmp_path / "a.wav")
    assert (tmp_path / "played").exists()


def test_no_device_is_a_clear_error(programs: Path, tmp_path: Path) -> None:
    program(programs, "ffplay", "echo 'Audio device could not be opened' >&2")
    with pytest.raises(SoundError, match="no sound device"):
        play(tmp_path / "a.mp3")


@pytest.mark.usefixtures("programs")
def test_no_program_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="no program") as caught:
        play(tmp_path / "a.mp3")
    assert "ffmpeg or mpv" in str(caught.value.hint)


def test_a_program_gets_only_what_it_reads(programs: Path, tmp_path: Path) -> None:
    program(programs, "aplay", "exit 0")
    play(tmp_path / "a.wav")
    with pytest.raises(SoundError, match="no program"):
        play(tmp_path / "a.mp3")
