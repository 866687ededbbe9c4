"""The catalogue of Piper voices, and choosing among the installed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quietude.errors import UsageError
from quietude.speech.install import piper_voices
from quietude.speech.install.piper_voices import InstalledVoice, best_installed, catalogue

if TYPE_CHECKING:
    from pathlib import Path


def test_short_names_and_wrong_ones() -> None:
    assert piper_voices.full_id("en_US-ljspeech") == "en_US-ljspeech-medium"
    assert piper_voices.full_id("de_DE-thorsten-medium") == "de_DE-thorsten-medium"
    for name in ("nonsense", "", "../../etc", "en_US-nonsense"):
        with pytest.raises(UsageError, match="no voice called") as caught:
            piper_voices.full_id(name)
        assert "en_US-ljspeech-medium" in str(caught.value.hint)


def test_the_catalogue_recommends_only_what_anybody_may_use() -> None:
    for voice in catalogue().values():
        assert voice.recommended == (voice.terms == "any")
        assert voice.licence
        assert voice.provenance
        assert all(len(digest) == 64 for digest in voice.sha256.values())


def test_a_voice_of_another_language_is_not_near(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finnish = InstalledVoice("fi_FI-a-medium", tmp_path, "", {"language": {"code": "fi_FI"}})
    monkeypatch.setattr(piper_voices, "installed_voices", lambda: {finnish.id: finnish})
    assert best_installed("fi") == finnish.id
    assert best_installed("fil") is None
