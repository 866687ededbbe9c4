"""Fractions in English words, with the article or the "of" that what follows asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.speech.normalising.numerals import FRACTIONS, cardinal, fraction

if TYPE_CHECKING:
    from collections.abc import Callable

_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16})
_SCORES = frozenset({5, 10, 20, 100})
_HALF = 2
_ARTICLE = re.compile(r"\s+(?:an?|the|of|your|my|our|this|that|one)\b")
_RHYTHM = re.compile(r"\s(?:breathing|breath|pattern|rhythm|count)\b")
_VOWEL = re.compile(r"\s+(?:hour|[aeiou])", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"\s*(?:$|[^\s\w]|(?:and|or|then|but|is|are|as|in|to|for|with|at|by|now|here|full|empty)\b)"
)


def _fraction(match: re.Match[str]) -> str:
    whole = match["whole"] or ""
    sign = match.groupdict().get("sign")
    top, bottom = FRACTIONS[sign] if sign else (int(match["top"]), int(match["bottom"]))
    if not sign and _RHYTHM.match(match.string, match.end()):
        return f"{cardinal(str(top))}, {cardinal(str(bottom))}"
    if bottom not in _DENOMINATORS or top >= bottom:
        joined = " out of " if bottom in _SCORES and not whole else " "
        words = f"{cardinal(str(top))}{joined}{cardinal(str(bottom))}"
        return f"{cardinal(whole)} {words}" if whole else words
    words, after = fraction(top, bottom), match.string[match.end() :]
    if whole:
        # A unit may follow without a space: "2½km".
        space = " " if after[:1].isalpha() else ""
        return f"{cardinal(whole)} and {'a ' if top == 1 else ''}{words}{space}"
    return words_before(after, words, top, bottom)


def words_before(after: str, words: str, top: int, bottom: int) -> str:
    """A fraction below one, as it is said before a text: "half a", "a half", "three quarters of a".

    Args:
        after: The text that follows.
        words: The fraction without an article.
        top: Its numerator.
        bottom: Its denominator.
    """
    article, alone = _ARTICLE.match(after), _NO_NOUN.match(after)
    indefinite = "an" if _VOWEL.match(after) else "a"
    if top == 1 and bottom == _HALF:
        return words if article else f"a {words}" if alone else f"{words} {indefinite}"
    words = f"a {words}" if top == 1 else words
    if article:
        return words if article[0].strip() == "of" else f"{words} of"
    return words if alone or top == 1 else f"{words} of {indefinite}"


READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"(?<![\w.,])(?:(?P<whole>\d+)\s?)?(?P<sign>[{''.join(FRACTIONS)}])"), _fraction),
    (
        re.compile(
            r"(?<![\w.,/])(?:(?P<whole>\d+)\s)?(?P<top>\d{1,3})/(?P<bottom>\d{1,3})(?![\w/])"
        ),
        _fraction,
    ),
)
"""Patterns, each with the function that puts a match in words, in the order they are tried."""
