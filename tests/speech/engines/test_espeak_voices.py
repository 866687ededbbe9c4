"""The kept list of eSpeak NG's voices."""

from __future__ import annotations

import pytest

from quietude.speech.engines import espeak_voices
from quietude.speech.engines.espeak_voices import default_voice, kept_voices
from quietude.speech.engines.pyttsx3 import Pyttsx3Engine
from quietude.speech.engines.worker import SpeechWorker

ROWS = [
    {"id": id_, "name": "", "language": "", "gender": ""}
    for id_ in ("gmw/de", "gmw/en", "gmw/en-us", "roa/fr-be", "roa/fr")
]


def test_the_list_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept_voices() is None
    with Pyttsx3Engine("espeak") as engine:
        voices = engine.voices()
    assert any(voice.id == "gmw/en-us" for voice in voices)

    def ask(*_arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr(SpeechWorker, "ask", ask)
    with Pyttsx3Engine("espeak") as engine:
        assert engine.voices() == voices
        assert engine.default_voice("en") == "gmw/en-us"
        assert engine.default_voice("fr") == "roa/fr"


@pytest.mark.parametrize("damage", [b"", b"[", b"[]", b"{}", b'[{"id": 3}]', b"[7]", b"\xff"])
def test_a_damaged_list_is_asked_for_again(damage: bytes) -> None:
    path = espeak_voices._path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(damage)
    assert kept_voices() is None


@pytest.mark.parametrize(
    ("language", "id_"),
    [("en", "gmw/en-us"), ("EN_us", "gmw/en-us"), ("fr_BE", "roa/fr-be"), ("fr-CH", "roa/fr"),
     ("de", "gmw/de"), ("xx", "gmw/en-us")],
)  # fmt: skip
def test_the_voice_for_a_language(language: str, id_: str) -> None:
    assert default_voice(ROWS, language) == id_
