from __future__ import annotations

import dataclasses

import pytest

from quietude.script.model import Script
from quietude.script.parse import parse_script
from quietude.script.reader import read_script
from quietude.series.manifest.episodes.notes import listener_notes, note_words, with_disclosure
from sites import SCRIPT


def script(**about: str) -> Script:
    return dataclasses.replace(parse_script(SCRIPT, source="s"), **about)  # type: ignore[arg-type]


@pytest.mark.parametrize("region", ["", "GB", "DE"])
@pytest.mark.parametrize("exercise", ["safe-place", "a-photograph"])
def test_nothing_is_said_to_the_maker_or_twice(exercise: str, region: str) -> None:
    notes = listener_notes(read_script(exercise), region)
    assert "Compared with" not in notes
    assert "As published" not in notes
    assert notes.count("substitute for") <= 1
    sentences = [part for part in notes.split(". ") if len(part) > 30]
    assert len(sentences) == len(set(sentences))


def test_a_disclaimer_of_the_exercise_stands_alone() -> None:
    own = "This is not a substitute for therapy. Please do not listen while driving."
    notes = listener_notes(script(content_note=own), "")
    assert notes.count("therapy") == 1
    assert notes.count("driving") == 1
    assert "You can stop" in notes


@pytest.mark.parametrize("language", ["de", "de-AT", "fr", "es"])
def test_notes_speak_the_language_of_the_episode(language: str) -> None:
    notes = listener_notes(script(language=language, about="x"), "")
    assert note_words(language).more_help in notes
    assert "If what comes up" not in notes
    assert "If what comes up" in listener_notes(script(language="it"), "")


def test_a_voice_is_disclosed_once_after_the_first_paragraph() -> None:
    notes = with_disclosure("About.\n\nMore.", "en", synthetic=True)
    assert notes.split("\n\n") == ["About.", note_words("en").synthetic, "More."]
    assert with_disclosure(notes, "en", synthetic=True) == notes
    assert with_disclosure("About.", "de", synthetic=False).endswith(note_words("de").human)
    assert with_disclosure("About.", "en", synthetic=None) == "About."
