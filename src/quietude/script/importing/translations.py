"""Stage directions in other languages, put into the English words that directions are read by.

One row of ``LANGUAGES`` is one language: to add one, add a row. Each value is a regular expression
for the words, in lower case, that mean the English word before it.
"""

from __future__ import annotations

import re

LANGUAGES: dict[str, dict[str, str]] = {
    "de": {
        "seconds": r"sekunden?|sek\.?",
        "minutes": r"minuten?",
        "silence": r"stille|schweigen",
        "pause": r"pausen?",
        "long": r"lange|längere",
        "short": r"kurze|kleine",
        "bell": r"glocken?|glöckchen|klangschalen?|zimbel",
        "music": r"musik",
        "breaths": r"atemzüge?n?",
    },
    "fr": {
        "seconds": r"secondes?",
        "minutes": r"minute",
        "long": r"longue",
        "short": r"courte|brève",
        "bell": r"cloches?|bol chantant",
        "music": r"musique",
        "breaths": r"respirations",
    },
    "es": {
        "seconds": r"segundos?|seg\.?",
        "minutes": r"minutos?",
        "silence": r"silencio",
        "pause": r"pausa",
        "long": r"larga",
        "short": r"corta|breve",
        "bell": r"campanas?|cuenco",
        "music": r"música",
        "breaths": r"respiraciones",
    },
    "it": {
        "seconds": r"second[io]",
        "minutes": r"minut[io]",
        "silence": r"silenzio",
        "pause": r"pausa",
        "long": r"lunga",
        "short": r"breve",
        "bell": r"campanell[ao]",
        "music": r"musica",
        "breaths": r"respiri",
    },
    "pt": {
        "seconds": r"segundos?|seg\.?",
        "minutes": r"minutos?",
        "silence": r"silêncio",
        "pause": r"pausa",
        "long": r"longa",
        "short": r"curta|breve",
        "music": r"música",
    },
    "nl": {
        "seconds": r"seconden",
        "minutes": r"minuten|minuut",
        "silence": r"stilte",
        "long": r"lange",
        "music": r"muziek",
    },
    "ru": {
        "seconds": r"секунд[аыу]?|сек\.?",
        "minutes": r"минут[аыу]?|мин\.?",
        "silence": r"тишин[аеы]|молчани[ея]",
        "pause": r"пауз[аыу]",
        "long": r"длинн\w+|долг\w+",
        "short": r"коротк\w+",
        "bell": r"колокол\w*",
        "music": r"музык[аи]",
        "breaths": r"вдох\w*",
    },
    "pl": {
        "silence": r"cisza",
        "pause": r"pauza",
        "long": r"długa",
        "short": r"krótka",
        "bell": r"dzwonek",
        "music": r"muzyka",
    },
}
"""Languages that put spaces between their words."""

UNSPACED_LANGUAGES: dict[str, dict[str, str]] = {
    "ja": {
        "seconds": r"(?<=\d)\s*秒間?",
        "minutes": r"(?<=\d)\s*分間?",
        "pause": r"^間$|休止|ポーズ",
        "silence": r"沈黙|静寂",
        "bell": r"鈴|ベル|鐘",
        "music": r"音楽",
    },
    "zh": {
        "seconds": r"(?<=\d)\s*秒",
        "minutes": r"(?<=\d)\s*分",
        "pause": r"停顿|暂停|停頓|暫停",
        "silence": r"静默|沉默",
        "bell": r"钟声|铃",
        "music": r"音乐|音樂",
    },
}
"""Languages that do not: their words are found inside others."""

_ONLY_A_BELL = re.compile(
    r"(?:(?:o|um|d[eo]|van|een|som|toque|toca|soa|klank|geluid|klinkt|luidt|\d+x?)\W+)*"
    r"(?:sino|bel)(?:\W+(?:toca|soa|klinkt|luidt|\d+x?))*\W*"
)
"""A bell in Portuguese or Dutch, where nothing else is said: "sino" is Spanish for "but"."""


def in_english(folded: str) -> str:
    """Returns a direction's words with those that are known in English, and all others unchanged.

    Args:
        folded: In lower case, with single spaces.
    """
    if _ONLY_A_BELL.fullmatch(folded):
        return "bell"
    for word, pattern in _SPACED:
        folded = pattern.sub(word, folded)
    if not folded.isascii():
        for word, pattern in _UNSPACED:
            folded = pattern.sub(f" {word} ", folded)
    return " ".join(folded.split())


def _patterns(languages: dict[str, dict[str, str]], form: str) -> list[tuple[str, re.Pattern[str]]]:
    """Returns one expression for each English word, with its words in all languages."""
    # Read in every language at once: a bracket is too short to tell which one it is in.
    by_word: dict[str, list[str]] = {}
    for words in languages.values():
        for english, foreign in words.items():
            by_word.setdefault(english, []).append(foreign)
    return [
        (english, re.compile(form.format("|".join(foreign))))
        for english, foreign in by_word.items()
    ]


_SPACED = _patterns(LANGUAGES, r"\b(?:{})(?!\w)")
_UNSPACED = _patterns(UNSPACED_LANGUAGES, "{}")
