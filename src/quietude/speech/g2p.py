"""Grapheme to phoneme, roughly: English words as a dictionary spells them, and guessed sounds.

The sounds are ARPAbet, as in the CMU pronouncing dictionary. Nobody hears them: they stand in for a
word the dictionary lacks while the words around it are looked for.
"""

from __future__ import annotations

import re
import unicodedata

_SOUNDS = {
    "tch": "CH", "igh": "AY", "sh": "SH", "ch": "CH", "th": "TH", "ph": "F", "ck": "K", "ng": "NG",
    "qu": "K W", "ee": "IY", "ea": "IY", "oo": "UW", "ou": "AW", "ow": "AW", "ai": "EY",
    "ay": "EY", "oa": "OW", "oi": "OY", "oy": "OY", "au": "AO", "aw": "AO", "er": "ER", "ir": "ER",
    "ur": "ER", "ar": "AA R", "or": "AO R",
    "a": "AE", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH",
    "j": "JH", "k": "K", "l": "L", "m": "M", "n": "N", "o": "AA", "p": "P", "q": "K", "r": "R",
    "s": "S", "t": "T", "u": "AH", "v": "V", "w": "W", "x": "K S", "y": "IY", "z": "Z",
    "0": "Z IH R OW", "1": "W AH N", "2": "T UW", "3": "TH R IY", "4": "F AO R", "5": "F AY V",
    "6": "S IH K S", "7": "S EH V AH N", "8": "EY T", "9": "N AY N", "%": "P ER S EH N T",
}  # fmt: skip
_LETTER_NAMES = dict(zip("bcdfghjklmnpqrstvwxz", (
    "B IY", "S IY", "D IY", "EH F", "JH IY", "EY CH", "JH EY", "K EY", "EH L", "EH M", "EH N",
    "P IY", "K Y UW", "AA R", "EH S", "T IY", "V IY", "D AH B AH L Y UW", "EH K S", "Z IY",
), strict=True))  # fmt: skip
_TENS = {
    "2": "T W EH N T IY", "3": "TH ER T IY", "4": "F AO R T IY", "5": "F IH F T IY",
    "6": "S IH K S T IY", "7": "S EH V AH N T IY", "8": "EY T IY", "9": "N AY N T IY",
}  # fmt: skip
_TEENS = {
    "10": "T EH N", "11": "IH L EH V AH N", "12": "T W EH L V", "13": "TH ER T IY N",
    "15": "F IH F T IY N",
}  # fmt: skip
_HUNDRED, _THOUSAND = "HH AH N D R AH D", "TH AW Z AH N D"
_MOST_DIGITS = 6


def plain_words(token: str) -> list[str]:
    """A word of a text as dictionary entries: small letters and apostrophes, no punctuation.

    ``“Grown-up,”`` has two; a word with anything but Latin letters in it has none.
    """
    parts = [part.strip("'") for part in re.split(r"[-–—/…]+", _small(token))]
    words = [re.sub(r"^[^\w]+|[^\w]+$", "", part) for part in parts]
    words = [word for word in words if word]
    return words if all(re.fullmatch(r"[a-z']+", word) for word in words) else []


def guessed_phones(token: str) -> list[str]:
    """Rough sounds for a word: letters by their commonest sound, numbers as they are read.

    Returns:
        ARPAbet sounds; empty for a word in another alphabet.
    """
    text = re.sub(r"(?<=\d),(?=\d)", "", _small(token))
    if any(char.isalnum() and not char.isascii() for char in text):
        return []
    sounds: list[str] = []
    for piece in re.findall(r"\d+|[a-z%]+", text):
        sounds += _number(piece) if piece.isdigit() else _letters(piece)
    return sounds


def _small(token: str) -> str:
    """Small letters without accents, and straight apostrophes."""
    folded = unicodedata.normalize("NFKD", token.replace("\u2019", "'").replace("\u2018", "'"))
    return "".join(char for char in folded if not unicodedata.combining(char)).lower()


def _letters(word: str) -> list[str]:
    """Sounds of a word by its longest groups of letters; a doubled letter sounds once."""
    if len(word) > 1 and set(word) <= set(_LETTER_NAMES):  # without a vowel it is spelt out
        return [sound for letter in word for sound in _LETTER_NAMES[letter].split()]
    sounds: list[str] = []
    start = 0
    while start < len(word):
        size = next((size for size in (3, 2, 1) if word[start : start + size] in _SOUNDS), 1)
        doubled = size == 1 and word[start : start + 1] == word[start - 1 : start]
        sounds += [] if doubled else _SOUNDS.get(word[start : start + size], "").split()
        start += size
    return sounds


def _number(digits: str) -> list[str]:
    """Sounds of a number; digit by digit if it starts with a nought or is very long."""
    if len(digits) > _MOST_DIGITS or (len(digits) > 1 and digits[0] == "0"):
        return [sound for digit in digits for sound in _SOUNDS[digit].split()]
    thousands, rest = divmod(int(digits), 1000)
    sounds = [*_number(str(thousands)), *_THOUSAND.split()] if thousands else []
    hundreds, small = divmod(rest, 100)
    sounds += [*_SOUNDS[str(hundreds)].split(), *_HUNDRED.split()] if hundreds else []
    return sounds if sounds and not small else sounds + _below_hundred(small)


def _below_hundred(number: int) -> list[str]:
    tens, ones = divmod(number, 10)
    if str(number) in _TEENS:
        return _TEENS[str(number)].split()
    if tens == 1:
        return [*_SOUNDS[str(ones)].split(), "T", "IY", "N"]
    sounds = _TENS[str(tens)].split() if tens else []
    return sounds + (_SOUNDS[str(ones)].split() if ones or not tens else [])
