"""Directions in other languages, in the English words that marks are found by."""

from __future__ import annotations

import re

_WORDS = {
    "seconds": r"sekunden?|sek\.?|secondes?|segundos?|seg\.?|secondi|secondo|seconden|секунд[аыу]?|"
    r"сек\.?",
    "minutes": r"minuten|minute|minutos?|minuti|minuto|minuut|минут[аыу]?|мин\.?",
    "silence": r"stille|schweigen|silencio|silenzio|stilte|silêncio|тишин[аеы]|молчани[ея]|cisza",
    "pause": r"pausen?|pausa|пауз[аыу]|pauza",
    "long": r"lange|längere|longue|larga|lunga|longa|длинн\w+|долг\w+|długa",
    "short": r"kurze|kleine|courte|brève|corta|breve|curta|коротк\w+|krótka",
    "bell": r"glocken?|glöckchen|klangschalen?|zimbel|cloches?|bol chantant|campanas?|cuenco|"
    r"campanell[ao]|колокол\w*|dzwonek",
    "music": r"musik|musique|música|musica|muziek|музык[аи]|muzyka",
    "breaths": r"atemzüge?n?|respirations|respiraciones|respiri|вдох\w*",
}
_ONLY_A_BELL = re.compile(
    r"(?:(?:o|um|d[eo]|van|een|som|toque|toca|soa|klank|geluid|klinkt|luidt|\d+x?)\W+)*"
    r"(?:sino|bel)(?:\W+(?:toca|soa|klinkt|luidt|\d+x?))*\W*"
)
"""A bell in Portuguese or Dutch, where nothing else is said: "sino" is Spanish for "but"."""

_PATTERNS = [(re.compile(rf"\b(?:{it})(?!\w)"), word) for word, it in _WORDS.items()]
_SIGNS = (
    (re.compile(r"(?<=\d)\s*秒(?:間)?"), " seconds "),
    (re.compile(r"(?<=\d)\s*分(?:間)?"), " minutes "),
    (re.compile(r"^間$|休止|ポーズ|停顿|暂停|停頓|暫停"), " pause "),
    (re.compile(r"沈黙|静寂|静默|沉默"), " silence "),
    (re.compile(r"鈴|ベル|鐘|钟声|铃"), " bell "),
    (re.compile(r"音楽|音乐|音樂"), " music "),
)


def in_english(folded: str) -> str:
    """The words of a bracket with those of a direction in English, and all others as they are.

    Args:
        folded: In lower case, with single spaces.
    """
    if _ONLY_A_BELL.fullmatch(folded):
        return "bell"
    for pattern, word in _PATTERNS:
        folded = pattern.sub(word, folded)
    if not folded.isascii():
        for pattern, word in _SIGNS:
            folded = pattern.sub(word, folded)
    return " ".join(folded.split())
