"""Numbers with what stands beside them in English words: ranges, units, money, places, lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude._util.abbreviations import BEFORE_NUMBERS
from quietude.speech.normalising import dates, fractions
from quietude.speech.normalising.numerals import FRACTIONS, cardinal, digits, ordinal
from quietude.speech.normalising.quantity_words import (
    AMERICAN,
    CURRENCIES,
    MONARCHS,
    NUMBERED,
    UNITS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_ALONE = r"(?<![\w.,])"
_MONEY = "".join(CURRENCIES)
_UNIT = (
    rf"(?P<unit>{'|'.join(re.escape(u) for u in sorted(UNITS, key=len, reverse=True))})(?![\w/°])"
)
_ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b"
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_DIALLED = 6
"""Number of digits, without commas, from which on a number is one to dial."""
_PLACED = "|".join(sorted(BEFORE_NUMBERS, key=len, reverse=True))


def _day_and_night(_match: re.Match[str]) -> str:
    return "twenty-four seven"


def _ratio(match: re.Match[str]) -> str:
    return f"{cardinal(match[1])} to {cardinal(match[2])}"


def _chain(match: re.Match[str]) -> str:
    return ", ".join(map(cardinal, re.findall(r"\d+", match[0])))


def _range(match: re.Match[str]) -> str:
    low, high, sign = match["low"], match["high"], match["sign"] or ""
    rising = float(low.replace(",", "")) < float(high.replace(",", ""))
    joined = " to " if rising and not match["pattern"] else ", "
    return f"{sign}{low}{joined}{sign}{high}{match['pattern'] or ''}"


def _money(match: re.Match[str]) -> str:
    one, many, part = CURRENCIES[match["sign"]]
    whole, _, rest = match["number"].partition(".")
    if match["scale"]:
        return f"{cardinal(match['number'])}{match['scale']} {many}"
    smaller = cardinal(str(int(rest))) if int(rest or 0) else ""
    if whole == "0" and smaller:
        return f"{smaller} {part}"
    return " ".join(filter(None, (cardinal(whole), one if whole == "1" else many, smaller)))


def _thousands(match: re.Match[str]) -> str:
    return re.sub(r"\D", "", match[0])


def _times(match: re.Match[str]) -> str:
    number = match["number"]
    return "once" if number == "1" else f"{cardinal(number)} times"


def _unit_before_noun(match: re.Match[str]) -> str:
    return f"{cardinal(match['number'])}-{_american(UNITS[match['unit']][0])}"


def _with_unit(match: re.Match[str]) -> str:
    one, many = UNITS[match["unit"]]
    name = one if match["number"] == "1" else many
    minus = "minus " if match["minus"] else ""
    return f"{minus}{cardinal(match['number'])} {_american(name)}"


def _fraction_with_unit(match: re.Match[str]) -> str:
    one, many = UNITS[match["unit"]]
    return f"{match['fraction']} {_american(one if match['part'] else many)}"


def _american(name: str) -> str:
    return " ".join(AMERICAN.get(word, word) for word in name.split())


def _numbered(match: re.Match[str]) -> str:
    number = match["number"]
    value = int(number) if number.isdecimal() else _roman_value(number)
    return f"{match['word']} {cardinal(str(value))}"


def _monarch(match: re.Match[str]) -> str:
    return f"{match['name']} the {ordinal(_roman_value(match['number']))}"


def _roman_value(number: str) -> int:
    values = [_ROMAN_VALUES[sign] for sign in number]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def _placed(match: re.Match[str]) -> str:
    return f"{BEFORE_NUMBERS.get(match['word'], 'number')} {match['digit']}"


def _list_item(match: re.Match[str]) -> str:
    return f"{cardinal(match[1])}.{match[2]}"


def _ordinal(match: re.Match[str]) -> str:
    return ordinal(int(match[1]))


def _plain(match: re.Match[str]) -> str:
    """A number by itself, or inside a name like "B12" or "3D"."""
    minus = "minus " if match["minus"] else ""
    before, after = ("" if match[side] is None else " " for side in ("before", "after"))
    number = match["number"]
    by_digit = len(number) >= _DIALLED and number.isdecimal() and not number.endswith("000")
    return f"{before}{minus}{(digits if by_digit else cardinal)(number)}{after}"


Reading = tuple[re.Pattern[str], "Callable[[re.Match[str]], str]"]

_BEFORE: tuple[Reading, ...] = (
    (
        re.compile(r"(?<![\w.,])\d{1,3}(?:(?: 000)+|(?:[\u00a0\u2009\u202f]\d{3})+)(?![\w.,]*\d)"),
        _thousands,
    ),
    (re.compile(r"(?<![\w.])(?<!\d\s)[x×]\s?(?P<number>\d{1,3})(?![\w×])"), _times),
    (re.compile(rf"{_ALONE}24/7\b"), _day_and_night),
    (
        re.compile(rf"(?<![\w.])(?P<word>{_PLACED})\.\s?(?P<digit>\d)"),
        _placed,
    ),
    (re.compile(r"(?<!\w)(?:number\s)?(?P<word>№|#)\s?(?P<digit>\d)", re.IGNORECASE), _placed),
    (re.compile(rf"{_ALONE}(\d+):(\d)(?![\d:])"), _ratio),
    (re.compile(rf"{_ALONE}\d+(?:\s?[-–—]\s?\d+){{2,}}(?![\w-])"), _chain),
    (
        re.compile(
            rf"{_ALONE}(?P<sign>[{_MONEY}])?(?P<low>{_NUMBER})\s?[-–—]\s?[{_MONEY}]?"
            rf"(?P<high>{_NUMBER})(?!\d)(?P<pattern>\s(?:breathing|breath|pattern|rhythm|count)\b)?"
        ),
        _range,
    ),
    (
        re.compile(
            rf"(?P<sign>[{_MONEY}])\s?(?P<number>{_NUMBER})"
            r"(?P<scale>\s(?:hundred|thousand|million|billion)\b)?"
        ),
        _money,
    ),
    (
        re.compile(rf"{_ALONE}(?P<number>{_NUMBER})\s?(?P<sign>[{_MONEY}])(?P<scale>)(?![\d\w])"),
        _money,
    ),
)
_AFTER: tuple[Reading, ...] = (
    (
        re.compile(
            r"(?P<fraction>\b(?:(?:a |and )?(?P<part>(?<!and a )half an?|(?<!and )a quarter|three "
            rf"quarters of an?)|half|quarters?|thirds?))\b\s?{_UNIT}"
        ),
        _fraction_with_unit,
    ),
    (re.compile(rf"{_ALONE}(?P<number>{_NUMBER})-{_UNIT}(?=\s[a-z])"), _unit_before_noun),
    (
        re.compile(
            rf"(?P<minus>(?<![\w)])[-−])?{_ALONE}(?P<number>{_NUMBER})\s?{_UNIT}(?:\.(?=\s+[a-z]))?"
        ),
        _with_unit,
    ),
    (
        re.compile(
            rf"\b(?P<word>(?i:{NUMBERED}))\s(?P<number>0\d+|{_ROMAN})"
            r"(?=\s*(?:[.,:;!?)—–-]|$)|(?<!\sI)\s)"
        ),
        _numbered,
    ),
    (
        re.compile(rf"\b(?P<name>(?i:{MONARCHS})(?:\s[A-Z][a-z]+)?)\s(?P<number>{_ROMAN})(?!['’])"),
        _monarch,
    ),
    (re.compile(r"^\s*(\d{1,3})[.)](\s+|$)"), _list_item),
    (re.compile(r"(?<![\w.,])(\d+)(?:st|nd|rd|th)\b"), _ordinal),
    (
        re.compile(
            rf"(?P<before>(?<=[^\W\d_]))?(?P<minus>(?<![\w)])[-−])?(?P<number>{_NUMBER})"
            r"(?P<after>(?=[^\W\d_]))?"
        ),
        _plain,
    ),
)
# The order matters: "4-7-8" before "7-8", "9:30" before "30".
_READINGS = (*dates.READINGS[:-2], *_BEFORE, *fractions.READINGS, *dates.READINGS[-2:], *_AFTER)
_NEEDED = re.compile(rf"[\d№{''.join(FRACTIONS)}]|\b(?i:{NUMBERED}|{MONARCHS})\b.*[IVX]")


def quantities_in_words(text: str) -> str:
    """Returns English text whose numbers are words, with the units and signs beside them."""
    if not _NEEDED.search(text):
        return text
    for pattern, reading in _READINGS:
        text = pattern.sub(reading, text)
    return text
