"""Phrases before and after they are spoken: readable texts, whole clips, and paces."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quietude.audio.clip import Clip
from quietude.errors import SpeechError
from quietude.speech.engines.command import CommandEngine
from quietude.speech.engines.phrase_checks import (
    LONGEST_CHARS,
    SCRATCH,
    ascii_text,
    checked_clip,
    cut_long,
)
from quietude.speech.engines.pyttsx3 import Pyttsx3Engine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Café, naïve, Ångström.", "Cafe, naive, Angstrom."),
        ("One \u2014 \u201ctwo\u201d\u2026 it\u2019s", "One , two . it's"),
        ('say "(quit)" \\ now', "say (quit) now"),
        ("a\x00b\nc\u200bd", "a b c d"),
        ("Straße 🌻 here", "Strasse here"),
    ],
)
def test_spelling_in_ascii(text: str, plain: str) -> None:
    assert ascii_text(text) == plain


def test_a_word_is_never_left_out() -> None:
    with pytest.raises(SpeechError, match="cannot read"):
        ascii_text("Say Привет to it.")


def test_long_texts_are_cut_at_the_last_breath_within_reach() -> None:
    text = "First, " + "and on and on, " * 50 + "to the end"
    pieces = cut_long(text)
    assert " ".join(pieces) == text
    assert all(len(piece) <= LONGEST_CHARS for piece in pieces)
    assert all(piece.endswith(",") for piece in pieces[:-1])
    assert all(len(piece) > LONGEST_CHARS - 20 for piece in pieces[:-1])
    assert cut_long("word " * 100)[0] == ("word " * 60).strip()
    assert [len(piece) for piece in cut_long("x" * 700)] == [300, 300, 100]
    assert cut_long("short") == ["short"]


def test_phonemes_stay_whole_where_a_text_is_cut() -> None:
    inside = "word " * 58 + "[[ ab cd ef gh ]] and so on"
    assert cut_long(inside) == [("word " * 58).strip(), "[[ ab cd ef gh ]] and so on"]
    first = "[[ " + "ab " * 120 + "]] end"
    assert cut_long(first) == [first.removesuffix(" end"), "end"]


@pytest.mark.parametrize(
    ("seconds", "peak", "good"),
    [(0.61, 0.5, True), (0.59, 0.5, False), (0.61, 0.0009, False), (0.61, 0.0011, True)],
)
def test_a_clip_that_is_too_short_or_silent_is_refused(
    seconds: float, peak: float, *, good: bool
) -> None:
    clip = Clip(np.full(round(seconds * 16_000), peak, np.float32), 16_000)
    text = "Ten words - it takes a moment to say them all."
    if good:
        assert checked_clip(clip, text) is clip
    else:
        with pytest.raises(SpeechError, match="no sound"):
            checked_clip(clip, text)


def test_engines_keep_their_phrases_in_folders_that_go_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Pyttsx3Engine(driver="espeak"), CommandEngine("true {out}"):
        assert sum(path.is_dir() for path in tmp_path.glob(f"quietude-{SCRATCH}-*")) == 2
    assert not list(tmp_path.iterdir())
