"""Sentences of a receipt about figures a finished file does not have."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from quietude.audio.loudness import Loudness
from quietude.deliver.formats.registry import FORMATS
from quietude.session.receipt import level_notes, skip_notes
from quietude.session.result import AudioFile
from quietude.sound.targets import Target, target_named

PODCAST = target_named("podcast")


def audio(lufs: float, voice_lufs: float | None = -16.0, **facts: Any) -> AudioFile:
    found = AudioFile(
        Path("a.mp3"), FORMATS["mp3"], 3, "abc", Loudness(lufs, 5.0, -2.0), voice_lufs,
        0.0, None, 0.0, (), 0.0,
    )  # fmt: skip
    return dataclasses.replace(found, **facts)


@pytest.mark.parametrize("lufs", [-16.0, -16.4, -15.6])
def test_a_file_that_has_its_figure_is_told_nothing(lufs: float) -> None:
    assert level_notes(PODCAST, audio(lufs)) == []


def test_a_whole_that_is_softer_than_its_target_says_why() -> None:
    (note,) = level_notes(PODCAST, audio(-20.3))
    assert note == (
        "the whole file measures 4.3 LU below -16 LUFS: silences and bed count too, and it is the "
        "voice that has the level of podcast"
    )
    (note,) = level_notes(Target(-18.0), audio(-16.0, -18.0))
    assert note.startswith("the whole file measures 2.0 LU above -18 LUFS: bells or bed are loud")


def test_a_voice_that_its_limiter_keeps_down_says_so() -> None:
    (note,) = level_notes(PODCAST, audio(-18.0, -18.0, shortfall_lu=2.0))
    assert note.startswith("the voice is 2.0 LU below the target")


def test_much_that_a_player_would_skip_is_worth_a_word() -> None:
    assert skip_notes(audio(-16.0, skipped_share=0.04)) == []
    (note,) = skip_notes(audio(-16.0, skipped_share=0.54))
    assert "would cut 54% of it" in note
