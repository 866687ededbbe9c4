"""Letters a voice would name one by one are refused, by script and never by the letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from processes import children
from quietude._util.writing_systems import longest_words
from quietude.errors import EngineError, SpeechError
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.pyttsx3 import Pyttsx3Engine
from quietude.speech.script_coverage import check_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

READ = {
    "gmw/en-us": ["Welcome, José Łukasz Çağla.", "𝓐𝓭𝓪 and №\u00a05 µ", "नमस्ते, 안녕하세요."],
    "gmw/de": ["Willkommen, Ελένη. Schön."],
    "zle/ru": ["Моя мама, США, и её Anna."],
    "sem/he": ["שלום"],
    "sem/ar": ["السلام"],
    "tai/th": ["คุณจะหลับตาหรือลืมตาก็ได้"],
    "sit/cmn": ["你好, Anna。"],
    "jpx/ja": ["めをとじて、カタカナ。"],
    "ko": ["안녕하세요"],
    "sit/my": ["မင်္ဂလာ"],
}
NAMED = [
    ("gmw/en-us", "Welcome, 美咲.", "Chinese"),
    ("gmw/en-us", "Welcome, Иван.", "Cyrillic"),
    ("gmw/en-us", "Welcome, Ελένη.", "Greek"),
    ("gmw/en-us", "Welcome, สวัสดี and שלום.", "Hebrew and Thai"),
    ("roa/fr", "Bonjour, さくら.", "Japanese"),
    ("jpx/ja", "目を閉じて", "Chinese"),
    ("zle/ru", "Привет, 你好.", "Chinese"),
    ("gmw/de", "ສະບາຍດີ", "Lao"),
    ("gmw/en-us", "Welcome, ᏣᎳᎩ.", "Cherokee"),  # left out without a sound
]


@pytest.fixture(scope="module")
def engine() -> Iterator[Pyttsx3Engine]:
    with Pyttsx3Engine(driver="espeak") as opened:
        yield opened


@pytest.mark.parametrize("voice", READ)
def test_letters_a_voice_reads_are_spoken(engine: Pyttsx3Engine, voice: str) -> None:
    for text in READ[voice]:
        assert engine.speak(Phrase(text, voice, 115)).seconds > 0.3


@pytest.mark.parametrize(("voice", "text", "script"), NAMED)
def test_letters_a_voice_would_name_are_refused(
    engine: Pyttsx3Engine, voice: str, text: str, script: str
) -> None:
    before = children()
    with pytest.raises(SpeechError, match=f"cannot read {script} letters") as caught:
        engine.speak(Phrase(text, voice, 115))
    assert not isinstance(caught.value, EngineError)
    assert "--voice" in str(caught.value.hint)
    assert before <= children()  # it was not killed and asked again


def test_letters_are_looked_for_in_whatever_they_stand() -> None:
    assert longest_words("“Ты и Мама”, 5 мам·ы, naïve, ÉTÉ") == {"CYRILLIC": "мама"}
    assert longest_words("नमस्ते") == {"DEVANAGARI": "नमस्ते"}
    assert longest_words("5 + 5 = 10 🌻 𝔸𝕕𝕒") == {}


def test_names_of_letters_are_told_by_their_breaks() -> None:
    with pytest.raises(SpeechError, match="Cyrillic"):
        check_letters("мир", {"мир": "'Em 'I: 'Er"}.__getitem__)
    check_letters("мир", {"мир": "(ru)m;'ir(en-us)"}.__getitem__)
    check_letters("её", {"её": "'E: 'o"}.__getitem__)  # two vowels may be just that
    with pytest.raises(SpeechError, match="Runic"):
        check_letters("ᚱᚢᚾ", {"ᚱᚢᚾ": "_:"}.__getitem__)


def test_plain_text_needs_no_phonemes() -> None:
    check_letters("Hello there.", dict[str, str]().__getitem__)
    check_letters("Ça va, José ?", dict[str, str]().__getitem__)
