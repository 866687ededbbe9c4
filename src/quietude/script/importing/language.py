"""Which language a script is in: by its letters, or by the small words nobody can do without."""

from __future__ import annotations

import re
from collections import Counter

_LETTERS = {
    "zh": re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
}
_AMONG_THEM = {
    "zh": ("ja", re.compile(r"[\u3041-\u30ff]")),
    "ru": ("uk", re.compile(r"[іїєґІЇЄҐ]")),
}
"""A language with the same letters and some of its own: Japanese has kana between its kanji."""

_SOME = 0.02
"""How many of the letters are its own."""

_SMALL_WORDS = {
    "en": "the and you your to of it is that in with may be for as are",
    "de": "und der die das du dich dir ist nicht ein eine zu mit auf dein deine den wie es",
    "fr": "et le la les vous vos votre est un une dans des du que pour avec pas ce sur",
    "es": "y el la los las tu tus es un una en que de con para por no se como su",
    "it": "e il la lo gli le è un una che di con per non si tuo tua del della nel",
    "pt": "e o a os as é um uma que de com para não se seu sua do da no na",
    "nl": "en de het een je jouw is niet van met op te dat in voor zijn naar",
    "pl": "i w na nie się jest to z do że twoje twój jak po może",
    "sv": "och det du din ditt är inte en ett att med på för som av till",
}
_FEWEST, _SURELY = 6, 1.3
"""How many small words it takes, and how many times those of the next language."""


_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def code_of(written: str) -> str:
    """A language's code as a definition has it, or "" for what is none: "de_DE" → "de-DE"."""
    primary, dash, rest = written.strip().replace("_", "-").partition("-")
    code = primary.lower() + dash + rest
    return code if _CODE.fullmatch(code) else ""


def language_of(words: str) -> str:
    """A code of ISO 639-1, or "" where the words leave it open.

    Args:
        words: What is said in the script.
    """
    letters = "".join(it for it in words if it.isalpha())
    for code, pattern in _LETTERS.items():
        if 2 * len(pattern.findall(letters)) <= len(letters):
            continue
        other, own = _AMONG_THEM.get(code, (code, pattern))
        return other if len(own.findall(letters)) > _SOME * len(letters) else code
    heard = Counter(re.findall(r"[^\W\d_]+", words.lower()))
    counts = {code: sum(heard[it] for it in small.split()) for code, small in _SMALL_WORDS.items()}
    best, second = sorted(counts, key=lambda it: counts[it], reverse=True)[:2]
    sure = counts[best] >= _FEWEST and counts[best] >= _SURELY * counts[second]
    return best if sure else ""
