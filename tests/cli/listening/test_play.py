"""``play``: everything that can be heard, on a machine without a sound device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from command_line import BRIEFLY, assert_clear_failure, run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """Everything that was played, instead of a sound device."""
    sounds: list[np.ndarray] = []

    def play(blocks: Iterable[np.ndarray], _sample_rate_hz: int) -> None:
        sounds.append(np.concatenate(list(blocks)))

    monkeypatch.setattr("quietude.audio.player.play_blocks", play)
    monkeypatch.setattr("quietude.audio.player.check_player", lambda: None)
    return sounds


def test_beds_bells_voices_and_words_are_heard(heard: list[np.ndarray]) -> None:
    for words in (
        ["rain", "--first", "2s"],
        ["bowl"],
        ["tone:tone"],
        ["There is time.", "--voice", "tone:tone"],
    ):
        result = run("play", *words)
        assert result.returncode == 0, result.stderr
        assert "Ctrl-C stops it" in result.stderr
    assert [len(sound) > 20_000 for sound in heard] == [True] * 4


def test_a_session_is_heard_from_a_section_and_a_line_alone(
    script: str, heard: list[np.ndarray]
) -> None:
    tone = ["--voice", "tone:tone", "--bed", "none"]
    for more in ([], ["--from", "2"], ["--from", "3s"]):
        assert run("play", script, *tone, *more).returncode == 0
    whole, section, later = heard
    assert len(whole) > len(section)
    assert abs(len(whole) - len(later) - 3 * 44_100) < 22_050  # estimates, the first time
    assert_clear_failure(run("play", script, *tone, "--line", "1"), 2, "nothing is said on line 1")


def test_a_file_is_heard_and_mistakes_are_clear(tmp_path: Path, heard: list[np.ndarray]) -> None:
    path = tmp_path / "s.wav"
    assert run("beds", "audition", "rain", "-o", str(path), "--seconds", "2").returncode == 0
    assert run("play", str(path), "--from", "0:01").returncode == 0
    assert len(heard[0]) == 44_100
    assert_clear_failure(run("play", str(path), "--from", "end"), 2, "takes a time")
    assert_clear_failure(run("play", "nonsense"), 1, "no voice")
    assert_clear_failure(run("play", "none"), 2, "nothing to hear")


def test_a_finished_session_is_played_and_opened(
    brief_script: str, tmp_path: Path, heard: list[np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def launch(path: str) -> int:
        opened.append(path)
        return 0 if path.endswith(".wav") else 1

    monkeypatch.setattr("typer.launch", launch)
    path = str(tmp_path / "s.wav")
    tone = [*BRIEFLY, "--overwrite"]
    assert run("render", brief_script, *tone, "-o", path, "--play").returncode == 0
    assert len(heard[0]) > 100_000
    assert run("render", brief_script, *tone, "-o", path, "--open").returncode == 0
    assert opened == [path]
