"""Numbers as English words: cardinals, ordinals, years, decimals, fractions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

MOST_DIGITS = 15
"""Longest number that is said as one; the digits of a longer one are said one by one."""

FRACTIONS = {
    "½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8),
}  # fmt: skip
"""Numerator and denominator of the signs for fractions."""

_HALF, _QUARTER = 2, 4


@cache
def _engine() -> RbnfEngine:
    from unicode_rbnf import RbnfEngine

    return RbnfEngine.for_language("en")


def cardinal(number: str) -> str:
    """A number in words: ``1,250`` → "one thousand two hundred and fifty".

    Args:
        number: Digits, with commas between thousands and a point before decimals.
    """
    whole, point, decimals = number.replace(",", "").partition(".")
    if len(whole) > MOST_DIGITS or (len(whole) > 1 and whole[0] == "0"):
        words = digits(whole)
    else:
        words = _with_and(int(whole or 0), _spelt(int(whole or 0), "CARDINAL"))
    return f"{words} point {digits(decimals)}" if point else words


def ordinal(number: int) -> str:
    """A place in words: 22 → "twenty-second"."""
    return _with_and(number, _spelt(number, "ORDINAL"))


def year(number: int) -> str:
    """A year in words: 1905 → "nineteen oh-five", 2026 → "twenty twenty-six"."""
    if 2000 < number < 2010:  # noqa: PLR2004  (the years that are read as numbers)
        return f"two thousand and {cardinal(str(number - 2000))}"
    return _spelt(number, "YEAR")


def decade(number: int) -> str:
    """Ten years in words: 1990 → "nineteen nineties", 80 → "eighties"."""
    words = _spelt(number, "YEAR")
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def digits(number: str) -> str:
    """The digits of a number one by one, an 0 as "zero"."""
    return " ".join(_spelt(int(digit), "CARDINAL") for digit in number if digit.isdecimal())


def fraction(numerator: int, denominator: int) -> str:
    """A fraction in words, without an article: (3, 4) → "three quarters", (1, 2) → "half"."""
    names = {_HALF: "half", _QUARTER: "quarter"}
    name = names.get(denominator) or ordinal(denominator)
    if numerator == 1:
        return name
    plural = "halves" if denominator == _HALF else f"{name}s"
    return f"{cardinal(str(numerator))} {plural}"


def _spelt(number: int, purpose: str) -> str:
    from unicode_rbnf import FormatPurpose

    return _engine().format_number(number, FormatPurpose[purpose]).text


def _with_and(number: int, words: str) -> str:
    """Puts "and" before the tens, as most of the world says it: "one hundred and five"."""
    below = number % 100
    if number < 100 or not below:  # noqa: PLR2004
        return words
    head, found, tail = words.rpartition(" hundred ")
    if found and number % 1000 // 100:
        return f"{head} hundred and {tail}"
    last = _spelt(below, "CARDINAL")
    for ending in (last, ordinal(below)):
        if words.endswith(f" {ending}"):
            return f"{words.removesuffix(ending)}and {ending}"
    return words
