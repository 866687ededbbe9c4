"""The tokens of a stage direction: its words, numbers and signs as a few concepts, in any language.

A direction is read in three steps: its words become tokens
(:mod:`quietude.script.importing.words.directions` has them); numbers and units among them become
lengths (:mod:`quietude.script.importing.words.lengths`);
:mod:`quietude.script.importing.directions` reads what is left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from quietude.script.importing.words.directions import LANGUAGES, UNSPACED_LANGUAGES

_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_TOKEN = re.compile(
    r"(?P<clock>(?<![\d:])\d{1,3}:[0-5]\d(?::[0-5]\d)?(?![\d:]))"
    r"|(?P<fraction>(?:\d{1,3}[ ]?)?[½¼¾⅓⅔]|(?:\d{1,3}[ ]+)?\d/\d(?!\d))"
    r"|(?P<number>\d{1,5}(?:[.,]\d{1,3})?)"
    r"|(?P<dash>[-–—~〜至]|\bto\b|\bbis\b|\btot\b|\bbis zu\b)"
    r"|(?P<word>[^\W\d_]+(?:[\u0900-\u097f’'\-][^\W\d_]*)*)"
    r"|(?P<mark>[″′”\"×⏸🔔])"
    r"|(?P<stop>[:;.!?…。、！？])"
)
_LONGEST_PHRASE = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of a direction.

    Attributes:
        concept: Its meaning: a concept of the vocabulary, "clock", "dash", "stop" or "word".
        text: As it is written.
        value: Of a number; of a clock in seconds.
    """

    concept: str
    text: str
    value: float = 0.0


def _entries(rows: dict[str, dict[str, str]]) -> tuple[dict[str, Token], dict[str, str]]:
    words: dict[str, Token] = {}
    stems: dict[str, str] = {}
    for row in rows.values():
        for concept, listed in row.items():
            for entry in listed.split("|"):
                word, _, value = entry.partition("=")
                if word.endswith("*"):
                    stems[word[:-1]] = concept
                elif word not in words or words[word].concept == "fill":
                    words[word] = Token(concept, word, float(value or 0))
    return words, stems


_WORDS, _STEMS = _entries(LANGUAGES)
_UNSPACED, _ = _entries(UNSPACED_LANGUAGES)
_UNSPACED_AT = re.compile("|".join(sorted(map(re.escape, _UNSPACED), key=len, reverse=True)))
_UNSPACED_RUN = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff０-９]+")


@lru_cache(maxsize=8192)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Returns the tokens of a direction's words, in any of the languages.

    Args:
        text: In lower case.
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(_halfwidth(text)):
        kind, written = str(match.lastgroup), match.group()
        if kind == "clock":
            parts = [int(part) for part in written.split(":")]
            seconds = parts[0] * 60 + parts[1] if len(parts) == 2 else (  # noqa: PLR2004
                parts[0] * 3600 + parts[1] * 60 + parts[2])  # fmt: skip
            found.append(Token("clock", written, float(seconds)))
        elif kind == "fraction":
            found.append(Token("number", written, _fraction(written)))
        elif kind == "number":
            found.append(Token("number", written, float(written.replace(",", "."))))
        elif kind in {"dash", "stop"}:
            found.append(Token(kind, written))
        elif _UNSPACED_RUN.search(written):
            found += _unspaced(written)
        else:
            found.append(_word(written))
    return tuple(_phrases(found))


_PRIMES = ((re.compile(r"(?<=\d)\s?''"), "″"), (re.compile(r"(?<=\d)['’](?![\w'’])"), "′"))


def _halfwidth(text: str) -> str:
    for written, prime in _PRIMES:
        text = written.sub(prime, text)
    return text.translate({ord("０") + digit: str(digit) for digit in range(10)})


def _fraction(written: str) -> float:
    whole = re.match(r"\d{1,3}(?=[ ½¼¾⅓⅔])", written)
    total = float(whole.group()) if whole else 0.0
    if match := re.search(r"(\d)/(\d)$", written):
        return total + int(match[1]) / max(int(match[2]), 1)
    return total + _FRACTIONS[written[-1]]


_ELIDED = re.compile(r"(?:qu|[dlcnsjm])['’](?=\w{3})")


def _word(written: str) -> Token:
    written = _ELIDED.sub("", written)
    if written in _WORDS:
        return Token(_WORDS[written].concept, written, _WORDS[written].value)
    for length in range(len(written), 2, -1):
        if written[:length] in _STEMS:
            return Token(_STEMS[written[:length]], written)
    return Token("word", written)


def _unspaced(written: str) -> list[Token]:
    found: list[Token] = []
    position = 0
    for match in _UNSPACED_AT.finditer(written):
        if match.start() > position:
            found.append(Token("word", written[position : match.start()]))
        entry = _UNSPACED[match.group()]
        found.append(Token(entry.concept, match.group(), entry.value))
        position = match.end()
    if position < len(written):
        found.append(Token("word", written[position:]))
    return found


def _phrases(tokens: list[Token]) -> list[Token]:
    """Returns tokens with phrases of several words as one, and hyphenated words apart."""
    apart: list[Token] = []
    for token in tokens:
        if token.concept == "word" and "-" in token.text:
            apart += [_word(part) for part in token.text.split("-") if part]
        else:
            apart.append(token)
    joined: list[Token] = []
    index = 0
    while index < len(apart):
        for size in range(min(_LONGEST_PHRASE, len(apart) - index), 0, -1):
            phrase = " ".join(token.text for token in apart[index : index + size])
            if size == 1 or phrase in _WORDS:
                known = _WORDS.get(phrase) if size > 1 else None
                joined.append(Token(known.concept, phrase, known.value) if known else apart[index])
                index += size
                break
    return joined
