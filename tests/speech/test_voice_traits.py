"""Voices found by a word about them."""

from __future__ import annotations

import pytest

from quietude.speech.engines.base import Voice
from quietude.speech.voice_traits import voices_with

VOICES = [
    Voice("heart", "Heart", "en-US", "female", "hibari", "natural"),
    Voice("emma", "Emma", "en-GB", "female", "kokoro", "natural"),
    Voice("awb", "Alan, Scottish", "en-GB", "male", "flite", "good"),
    Voice("rms", "RMS", "en-US", "male", "flite", "good"),
    Voice("gmw/de", "German", "de", "male", "pyttsx3", "robotic"),
    Voice("gmw/en-us", "English (America)", "en-us", "male", "pyttsx3", "robotic"),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("female", ["heart", "emma"]),
        ("male", ["awb", "rms", "gmw/en-us"]),
        ("british", ["emma", "awb"]),
        ("british male", ["awb"]),
        ("Male, British", ["awb"]),
        ("american", ["heart", "rms", "gmw/en-us"]),
        ("scottish", ["awb"]),
        ("Alan", ["awb"]),
        ("EMMA", ["emma"]),
        ("natural", ["heart", "emma"]),
        ("german", ["gmw/de"]),
        ("nobody", []),
        ("", []),
    ],
)
def test_words_find_voices_the_best_first(wanted: str, found: list[str]) -> None:
    assert [voice.id for voice in voices_with(wanted, VOICES, "en")] == found


def test_the_language_of_the_script_counts() -> None:
    assert [voice.id for voice in voices_with("male", VOICES, "de-AT")] == ["gmw/de"]
