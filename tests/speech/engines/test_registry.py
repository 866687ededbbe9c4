"""The registry of engines: the order of preference, and one row that always works."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quietude.errors import EngineError, UsageError
from quietude.speech.engines import registry
from quietude.speech.engines.base import TIERS
from quietude.speech.engines.registry import ENGINES, FLOOR, engine_row, open_engine


def test_the_order_of_preference() -> None:
    automatic = [row.name for row in ENGINES.values() if row.auto != "never"]
    assert automatic == ["hibari", "kokoro", "piper", "flite", "festival", "pyttsx3"]


def test_only_the_floor_speaks_any_language() -> None:
    assert [row.name for row in ENGINES.values() if row.auto == "any language"] == [FLOOR]
    with open_engine() as engine:
        assert engine.identity().engine == FLOOR
        assert all(voice.tier in TIERS for voice in engine.voices())


def test_an_unknown_engine_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no speech engine") as caught:
        engine_row("nonsense")
    assert "flite, festival, pyttsx3" in str(caught.value.hint)


def test_a_missing_program_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    for name in ("flite", "festival"):
        with pytest.raises(EngineError, match=f"{name} is not installed") as caught:
            open_engine(name)
        assert f"apt install {name}" in str(caught.value.hint)


def test_notations_for_ipa() -> None:
    write = ENGINES["piper"].ipa_notation()
    assert write is not None
    assert write("ʃɪˈvɔːn") == "[[ ʃɪˈvɔːn ]]"
    assert [row.name for row in ENGINES.values() if row.ipa_notation()] == [
        "hibari",
        "kokoro",
        "piper",
    ]


def test_no_engine_imports_the_registry_that_opens_it() -> None:
    folder = Path(registry.__file__).parent
    knowing = [path.stem for path in folder.rglob("*.py") if "engines.registry" in path.read_text()]
    assert knowing == []


def test_voices_of_one_engine_have_calm_rates_of_their_own() -> None:
    kokoro = engine_row("kokoro")
    assert kokoro.calm_rate("kokoro:bm_george") < kokoro.calm_rate("af_heart") == 190
    assert kokoro.calm_rate("a voice of tomorrow") == 190
