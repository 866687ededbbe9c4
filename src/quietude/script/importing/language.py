"""Language detection: by the letters of a script, or by its most frequent small words."""

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
"""Languages that share letters and have some of their own: Japanese writes kana among kanji."""

_SOME = 0.02
"""The share of letters of its own from which it is that language."""

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
"""The fewest small words for a decision, and their least ratio to the next language's."""


_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


_NAMES = {"english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr",
          "spanish": "es", "español": "es", "portuguese": "pt", "português": "pt",
          "italian": "it", "italiano": "it", "dutch": "nl", "nederlands": "nl",
          "polish": "pl", "polski": "pl", "russian": "ru", "hindi": "hi", "japanese": "ja",
          "chinese": "zh", "swedish": "sv", "danish": "da", "norwegian": "nb", "finnish": "fi",
          "czech": "cs", "hungarian": "hu", "turkish": "tr", "korean": "ko", "greek": "el",
          "ukrainian": "uk", "romanian": "ro", "arabic": "ar", "vietnamese": "vi"}  # fmt: skip


def code_of_name(name: str) -> str:
    """Returns the code of a language by its English or own name, or by a code; "" if unknown."""
    return _NAMES.get(name.strip().lower()) or code_of(name)


def code_of(written: str) -> str:
    """Returns a language code in the form of definitions ("de_DE" → "de-DE"), or ""."""
    primary, dash, rest = written.strip().replace("_", "-").partition("-")
    code = primary.lower() + dash + rest
    return code if _CODE.fullmatch(code) else ""


def language_of(words: str) -> str:
    """Returns the language's ISO 639-1 code, or "" if the words leave it open.

    Args:
        words: Everything that is said in the script.
    """
    letters = "".join(filter(str.isalpha, words))
    for code, pattern in _LETTERS.items():
        if 2 * len(pattern.findall(letters)) <= len(letters):
            continue
        other, own = _AMONG_THEM.get(code, (code, pattern))
        return other if len(own.findall(letters)) > _SOME * len(letters) else code
    heard = Counter(re.findall(r"[^\W\d_]+", words.lower()))
    counts = {
        code: sum(heard[word] for word in small.split()) for code, small in _SMALL_WORDS.items()
    }
    best, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    sure = counts[best] >= _FEWEST and counts[best] >= _SURELY * counts[second]
    return best if sure else ""
