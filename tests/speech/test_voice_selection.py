from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quietude.errors import EngineError, UsageError
from quietude.speech import voice_selection as choice
from quietude.speech.engines.base import TIERS
from quietude.speech.engines.neural import hibari
from quietude.speech.voice_selection import open_voice, split_voice

if TYPE_CHECKING:
    from collections.abc import Callable


def missing(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Make programs look as if they were not installed."""
    found: Callable[[str], str | None] = shutil.which
    monkeypatch.setattr(
        shutil, "which", lambda name: None if Path(name).name in names else found(name)
    )


@pytest.mark.parametrize(
    ("voice", "parts"),
    [
        ("flite:rms", ("flite", "rms")),
        ("pyttsx3:gmw/en-us", ("pyttsx3", "gmw/en-us")),
        ("command:say -o {out}", ("command", "say -o {out}")),
        ("gmw/en-us", ("auto", "gmw/en-us")),
        ("C:\\voices\\x", ("auto", "C:\\voices\\x")),
        ("auto", ("auto", "auto")),
        ("flite:auto", ("flite", "auto")),
    ],
)
def test_ids_name_an_engine(voice: str, parts: tuple[str, str]) -> None:
    assert split_voice(voice) == parts


def test_without_better_engines_the_floor_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    missing(monkeypatch, "flite", "festival")
    monkeypatch.setattr(hibari, "hibari_present", lambda: False)
    with open_voice() as chosen:
        assert chosen.engine.identity().engine == "pyttsx3"
        assert chosen.why.startswith("the best voice here (")


def test_an_installed_natural_voice_speaks_english() -> None:
    if not hibari.hibari_present():
        pytest.skip("hibari-tts is not installed")
    with open_voice() as chosen:
        assert chosen.full_id == "hibari:heart"
        assert chosen.why == "the best voice here (natural)"


def test_the_calm_rate_is_that_of_the_voice_that_would_speak() -> None:
    if not hibari.hibari_present():
        pytest.skip("hibari-tts is not installed")
    rows = [choice.speaking_row("auto", "auto", language) for language in ("en", "de")]
    assert [row.calm_wpm for row in rows if row] == [190, 115]
    assert choice.speaking_row("no such voice", "auto", "en") is None


def test_auto_takes_the_best_tier_there_is() -> None:
    with open_voice() as chosen:
        tiers = {voice.id: voice.tier for voice in chosen.engine.voices()}
        best = min(TIERS.index(voice.tier) for voice in choice.present_voices())
        assert TIERS.index(tiers[chosen.voice]) == best


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_list_marks_the_voice_that_would_speak(language: str) -> None:
    voices, marked = choice.voices_and_choice(language)
    assert voices == list(choice.present_voices())
    with open_voice(language=language) as chosen:
        assert marked == chosen.full_id


def test_a_language_the_good_engines_lack_is_left_to_one_that_has_it() -> None:
    with open_voice(language="de") as chosen:
        assert chosen.engine.identity().engine == "pyttsx3"
        assert "de" in chosen.voice


def test_a_voice_can_be_named_with_and_without_its_engine() -> None:
    with open_voice("pyttsx3:gmw/en-us") as chosen:
        assert chosen.full_id == "pyttsx3:gmw/en-us"
    with open_voice("gmw/en-us") as chosen:
        assert chosen.full_id == "pyttsx3:gmw/en-us"
    with open_voice("auto", "tone") as chosen:
        assert chosen.full_id == "tone:tone"


@pytest.mark.parametrize(
    ("wanted", "engine", "error"),
    [
        ("nonsense", "auto", EngineError),
        ("pyttsx3:nonsense", "auto", EngineError),
        ("tone:tone", "pyttsx3", UsageError),
        ("auto", "nonsense", UsageError),
        ("command:", "auto", UsageError),
        ("command:no-such-program {out}", "auto", EngineError),
        ("command:cat", "auto", UsageError),
        ("command:'", "auto", UsageError),
    ],
)
def test_a_missing_voice_is_an_error(wanted: str, engine: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        open_voice(wanted, engine)
