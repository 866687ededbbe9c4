"""``voices``: auditions, and voices that cannot be installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import soundfile

from command_line import assert_clear_failure, run, run_process

if TYPE_CHECKING:
    pass


def test_a_voice_can_be_auditioned(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    result = run(
        "voices", "audition", "pyttsx3:gmw/en-us", "--say", "Hello there.", "-o", str(path)
    )
    assert result.returncode == 0, result.stderr
    assert "pyttsx3:gmw/en-us" in result.stdout
    assert 0.5 < soundfile.info(path).duration < 4
    again = run("voices", "audition", "tone:tone", "-o", str(path))
    assert_clear_failure(again, 1, "exists already")
    assert_clear_failure(run("voices", "audition", "tone:tone", "-o", "a.mp3"), 2, "WAV or FLAC")
    other = run("voices", "audition", "flite:nonsense", "-o", str(tmp_path / "b.wav"))
    assert_clear_failure(other, 1, "voices")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["voice.wav"]


def test_installing_an_unknown_voice_is_an_error() -> None:
    assert_clear_failure(run_process("voices", "install", "nonsense"), 2, "ljspeech")
