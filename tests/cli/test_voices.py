"""``voices``: auditions, and voices that cannot be installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import soundfile

from command_line import assert_clear_failure, run, run_process
from quietude.speech.engines.neural import hibari

if TYPE_CHECKING:
    from pathlib import Path


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
    assert_clear_failure(run("voices", "audition", "tone:tone", "-o", "a.xyz"), 2, ".wav")
    other = run("voices", "audition", "pyttsx3:nonsense", "-o", str(tmp_path / "b.wav"))
    assert_clear_failure(other, 1, "voices")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["voice.wav"]


def test_several_voices_are_auditioned_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[Path] = []
    monkeypatch.setattr("quietude._util.playback.play", played.append)
    path = tmp_path / "both.mp3"
    result = run("voices", "audition", "tone:tone", "pyttsx3:gmw/en-us", "--play", "-o", str(path))
    assert result.returncode == 0, result.stderr
    assert result.stdout.count(str(path)) == 2
    assert played == [path]


def test_voices_are_listed_by_trait_and_with_their_makers() -> None:
    listed = run("voices", "list", "german")
    assert listed.returncode == 0, listed.stderr
    assert "pyttsx3:gmw/de" in listed.stdout
    assert "en-us" not in listed.stdout.partition("\n\n")[0]
    assert "pyttsx3: pyttsx3 (MPL-2.0)" in listed.stdout
    assert "no such voice here" in run("voices", "list", "nonsense").stdout


def test_a_voice_says_where_it_came_from() -> None:
    if not hibari.hibari_present():
        pytest.skip("hibari-tts is not installed")
    listed = " ".join(run("voices", "list", "female", "american").stdout.split())
    assert "* hibari:heart natural 4.5 Heart, en-US, female" in listed
    assert "hibari: hibari-tts (Apache-2.0); taught by Kokoro-82M, which was partly" in listed


def test_installing_an_unknown_voice_is_an_error() -> None:
    assert_clear_failure(run_process("voices", "install", "nonsense"), 2, "ljspeech")


def test_installing_the_best_voice_never_fails_for_lack_of_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QUIETUDE_VOICES_URL", "http://127.0.0.1:9")  # nothing can be fetched
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    result = run_process("voices", "install", "best")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("voice     ")
