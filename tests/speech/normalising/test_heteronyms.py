"""Heteronyms, checked with the sounds that voices give them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

from each import each
from heteronym_sentences import SENTENCES
from quietude.speech.normalising.heteronym_rules import CLASSES, HETERONYMS
from quietude.speech.normalising.spoken_form import SpokenForm

if TYPE_CHECKING:
    from collections.abc import Callable

FLITE = {
    "kloʊz": "k l ow z", "kloʊs": "k l ow s", "lɪv": "l ih v", "laɪv": "l ay v",
    "lɪvz": "l ih v z", "laɪvz": "l ay v z", "ɹiːd": "r iy d", "ɹɛd": "r eh d", "liːd": "l iy d",
    "lɛd": "l eh d", "waɪnd": "w ay n d", "wɪnd": "w ih n d", "waɪndz": "w ay n d z",
    "wuːnd": "w uw n d", "wuːndz": "w uw n d z", "kəntɛnt": "k (ax|ah) n t eh n t",
    "kɑːntɛnt": "k aa n t eh n t", "tɪɹ": "t i[hy] r", "tɪɹz": "t i[hy] r z", "tɛɹ": "t eh r",
    "baʊ": "b aw", "boʊ": "b ow", "juːz": "y uw z", "juːs": "y uw s", "kənsoʊl": "k ah n s ow l",
    "maɪnuːt": "m ay n uw t", "mɪnɪt": "m ih n ax t", "kəntɹækt": "k ah n t r ae k t",
    "pɹɛzənt": "p r eh z (ax|eh) n t", "ɑːbdʒɛkt": "(aa|ax) b jh eh k t", "beɪs": "b ey s",
}  # fmt: skip
"""flite's phones for each."""

ONE_FOR_EACH_SOUND = {sounds: (text, sounds) for text, sounds in SENTENCES}
"""flite begins anew for every sentence; the rules are tried on all of them with other voices."""

_KOKORO = {"A": "eɪ", "I": "aɪ", "O": "oʊ", "W": "aʊ", "ʤ": "dʒ", "ʧ": "tʃ", "T": "t", "ᵊ": "ə"}
_ESPEAK = """
import ctypes, sys, espeakng_loader
library = ctypes.CDLL(espeakng_loader.get_library_path())
library.espeak_TextToPhonemes.restype = ctypes.c_char_p
library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)
library.espeak_SetVoiceByName(b"gmw/en-US")
for line in sys.stdin.buffer.read().splitlines():
    rest, said = ctypes.c_char_p(line), []
    while rest.value:
        said.append(library.espeak_TextToPhonemes(ctypes.byref(rest), 1, 2) or b"")
    sys.stdout.buffer.write(b" ".join(said) + b"\\n")
"""


def spoken(text: str) -> str:
    return SpokenForm("en")(text)


@cache
def espeak() -> dict[str, str]:
    """IPA of the spoken form of every sentence, from the eSpeak NG that pip brings."""
    texts = [spoken(text) for text, _ in SENTENCES]
    done = subprocess.run(
        [sys.executable, "-c", _ESPEAK],
        input="\n".join(texts).encode(),
        capture_output=True,
        check=True,
        timeout=300,
    )
    lines = done.stdout.decode().splitlines()
    return {text: _plain(line) for (text, _), line in zip(SENTENCES, lines, strict=True)}


@cache
def hibari_g2p() -> Callable[[str], str]:
    made: Callable[[str], str] = pytest.importorskip("hibari.g2p").G2P()
    return made


def _plain(phonemes: str) -> str:
    return re.sub("[ˈˌ ]", "", phonemes).replace("ɾ", "t").replace("ᵻ", "ɪ")


def test_there_are_enough_sentences() -> None:
    assert len(SENTENCES) >= 40


@each(SENTENCES)
def test_espeak_says_a_word_as_a_reader_would(text: str, sounds: str) -> None:
    assert re.search(sounds.replace("kən", "k[əʌ]n"), espeak()[text])


@pytest.mark.skipif(not shutil.which("flite"), reason="flite is not here")
@pytest.mark.parametrize(
    "sentences",
    [list(ONE_FOR_EACH_SOUND.values()), pytest.param(SENTENCES, marks=pytest.mark.slow)],
    ids=["one for each sound", "all"],
)
def test_flite_says_a_word_as_a_reader_would(sentences: list[tuple[str, str]]) -> None:
    for text, sounds in sentences:
        command = ["flite", "-voice", "rms", "-t", spoken(text), "-o", "none", "-ps"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
        assert re.search(FLITE[sounds], done.stdout), text


@each(SENTENCES)
def test_hibari_gets_the_right_sounds(text: str, sounds: str) -> None:
    said = str(hibari_g2p()(SpokenForm("en", lambda ipa: f"[x](/{ipa}/)")(text)))
    for sign, ipa in _KOKORO.items():
        said = said.replace(sign, ipa)
    expected = sounds.replace("ː", "").replace("mɪnɪt", "mɪn[ɪə]t").replace("kɑntɛnt", "kɑnt[ɛə]nt")
    expected = re.sub("ɛkt$", "[ɛə]kt", expected)
    assert re.search(expected, _plain(said).replace("ː", ""))


def test_contexts_are_well_formed() -> None:
    for senses in HETERONYMS.values():
        for sense in senses:
            for context in sense.contexts:
                assert context.split().count("_") == 1, context
                for choice in re.split(r"[ |]", context):
                    assert not choice.isupper() or choice in CLASSES, choice
