"""IPA → the phoneme alphabet of Kokoro, hibari and their front end.

That alphabet writes each English diphthong and affricate as one letter, and leaves out length marks
in American English (the conventions of misaki, which is Kokoro's own front end).
"""

from __future__ import annotations

import re
import unicodedata

_COMMON = {
    "t͡ʃ": "ʧ", "d͡ʒ": "ʤ", "tʃ": "ʧ", "dʒ": "ʤ", "eɪ": "A", "aɪ": "I", "aʊ": "W", "ɔɪ": "Y",
    "g": "ɡ", "r": "ɹ", "ɚ": "əɹ", "ɝ": "ɜɹ", "ɫ": "l", "ɜː": "ɜɹ", "e": "ɛ", "a": "æ",
}  # fmt: skip
_AMERICAN = {"oʊ": "O", "əʊ": "O", "ɒ": "ɑ", "ː": "", "o": "O"}
_BRITISH = {"əʊ": "Q", "oʊ": "Q", "ɜː": "ɜː", "o": "Q"}
_VOWEL = re.compile("[AIWYOQaeiouæɑɐɒɔəɛɜɪʊʌᵻ]")
_STRESSES = "ˈˌ"


def phonemes_of_ipa(ipa: str, *, british: bool) -> str:
    """Phonemes for a pronunciation in IPA.

    Syllable marks, tie bars and diacritics are dropped, the mark of stress moves from its syllable
    to the vowel, where these models expect it; what is unknown to them is left to the vocabulary.

    Args:
        ipa: A pronunciation; words may be parted by spaces.
        british: True for a voice that reads British phonemes.
    """
    text = unicodedata.normalize("NFC", ipa).replace("'", "ˈ").strip("/[] ")
    table = _COMMON | (_BRITISH if british else _AMERICAN)
    keys = sorted(table, key=len, reverse=True)
    text = re.sub("|".join(map(re.escape, keys)), lambda found: table[found.group()], text)
    plain = unicodedata.normalize("NFD", text)
    kept = "".join(char for char in plain if not unicodedata.combining(char) and char not in ".‿͜͡")
    return " ".join(map(_with_stress_on_vowels, kept.split()))


def _with_stress_on_vowels(word: str) -> str:
    """Moves each mark of stress to the vowel of its syllable; a word of one syllable gets one."""
    moved, waiting = "", ""
    for char in word:
        if char in _STRESSES:
            waiting = char
        elif waiting and _VOWEL.match(char):
            moved, waiting = moved + waiting + char, ""
        else:
            moved += char
    if not set(moved) & set(_STRESSES) and len(_VOWEL.findall(moved)) == 1:
        moved = _VOWEL.sub(lambda found: "ˈ" + found.group(), moved)
    return moved
