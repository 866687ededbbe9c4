"""Dates, times, years and decades in English words, and telephone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quietude.speech.normalising.numerals import cardinal, decade, digits, ordinal, year
from quietude.speech.normalising.quantity_words import CALLED, MONTHS, NO_YEAR_AFTER, YEAR_BEFORE

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTH = rf"(?P<month>{'|'.join(sorted({*MONTHS, *MONTHS.values()}, key=len, reverse=True))})"
_IN_YEAR = r"(?:,?\s(?P<year>[12]\d{3})\b)?"
_HALF = r"(?P<half>\s?(?:[ap]\.m\.?|[ap]m\b|[AP]\.M\.?|[AP]M\b))"
_MONTHS_A_YEAR, _DAYS_A_MONTH, _HOURS, _MINUTES, _TEN = 12, 31, 24, 60, 10
_WHOLE_YEAR = 4


def _dialled(match: re.Match[str]) -> str:
    groups = re.findall(r"\d+", match["number"])
    return match["before"] + ", ".join(map(digits, groups))


def _iso_date(match: re.Match[str]) -> str:
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= _MONTHS_A_YEAR and 1 <= day <= _DAYS_A_MONTH):
        return match[0]
    name = list(dict.fromkeys(MONTHS.values()))[month - 1]
    return f"{name} {ordinal(day)}, {year(int(match['year']))}"


def _month_day(match: re.Match[str]) -> str:
    return _in_year(f"{_month(match)} {ordinal(int(match['day']))}", match)


def _day_month(match: re.Match[str]) -> str:
    article = "" if match["the"] else "the "
    return match["the"] + _in_year(
        f"{article}{ordinal(int(match['day']))} of {_month(match)}", match
    )


def _month(match: re.Match[str]) -> str:
    return MONTHS.get(match["month"], match["month"])


def _in_year(words: str, match: re.Match[str]) -> str:
    return f"{words}, {year(int(match['year']))}" if match["year"] else words


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = match["half"] or ""
    if hour > _HOURS or minute >= _MINUTES:
        return match[0]
    words = cardinal(str(hour))
    if minute:
        words += f" {'oh ' if minute < _TEN else ''}{cardinal(str(minute))}"
    elif not half:
        words += " o'clock" if 0 < hour <= _MONTHS_A_YEAR else " hundred hours"
    # The stop of "a.m." may end the sentence too.
    stop = "." if half.endswith(".") and not match.string[match.end() :].strip() else ""
    return f"{words} {half.strip()[0].upper()}.M{stop}" if half else words


def _decade(match: re.Match[str]) -> str:
    if len(match["years"]) < _WHOLE_YEAR and not match["before"]:
        return match[0]  # "Hold 10s" is seconds
    return match["before"].strip("'’") + decade(int(match["years"]))


def _year(match: re.Match[str]) -> str:
    return match["before"] + year(int(match["year"]))


def _years(match: re.Match[str]) -> str:
    first, last = match["first"], match["last"]
    if int(first[-len(last) :]) >= int(last):
        return match[0]
    return f"{year(int(first))} to {(year if len(last) == _WHOLE_YEAR else _two_digits)(int(last))}"


def _two_digits(number: int) -> str:
    return f"oh {cardinal(str(number))}" if number < _TEN else cardinal(str(number))


def _slashed_date(match: re.Match[str]) -> str:
    """A date with slashes: the month first, as Americans write it, where that can be."""
    month, day = int(match["month"]), int(match["day"])
    if month > _MONTHS_A_YEAR:
        month, day = day, month
    if not (1 <= month <= _MONTHS_A_YEAR and 1 <= day <= _DAYS_A_MONTH):
        return match[0]
    name = list(dict.fromkeys(MONTHS.values()))[month - 1]
    return f"{name} {ordinal(day)}, {year(int(match['year']))}"


READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(
            rf"(?P<before>\b(?:{CALLED})\s)(?P<number>\d{{3}}(?:\s\d{{3}})?)"
            r"(?=\s*(?:[.,;!?]|$|(?:or|in|now|at|if|any|when)\b))",
            re.IGNORECASE,
        ),
        _dialled,
    ),
    (
        re.compile(r"(?P<before>)(?P<number>(?:\+?\d[- ])?\(?\d{3}\)?[- ]\d{3}[- ]\d{4})\b"),
        _dialled,
    ),
    (
        # Such a number begins with a zero, and so is one to dial.
        re.compile(
            r"(?<![\w.,/:-])(?<!\d\s)(?P<before>)(?P<number>0\d{2,}(?:[ -]\d{2,})*)"
            r"(?![\w/:-]|[.,]\d)"
        ),
        _dialled,
    ),
    (
        re.compile(r"(?<![\w/])(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>(?:19|20)\d\d)(?![\w/])"),
        _slashed_date,
    ),
    (
        re.compile(
            r"(?<![\w.,-])(?P<first>1[1-9]\d\d|20\d\d)\s?[-–]\s?"
            r"(?P<last>(?:1[1-9]|20)\d\d|\d\d)(?![\w-]|[.,]\d)"
        ),
        _years,
    ),
    (re.compile(r"\b(?P<year>[12]\d{3})-(?P<month>\d\d)-(?P<day>\d\d)\b"), _iso_date),
    (
        re.compile(
            rf"\b{_MONTH}\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.,]\d|\w|\s?[-–]\s?\d){_IN_YEAR}"
        ),
        _month_day,
    ),
    (
        re.compile(
            rf"(?<![\w.,])(?P<the>(?:[Tt]he\s)?)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?"
            rf"{_MONTH}\b\.?{_IN_YEAR}"
        ),
        _day_month,
    ),
    (
        re.compile(rf"(?<![\w.,:])(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d){_HALF}"),
        _time,
    ),
    (
        re.compile(r"(?<![\w.,:])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<half>)(?![\d:])"),
        _time,
    ),
    (re.compile(rf"(?<![\w.,:])(?P<hour>\d{{1,2}})(?P<minute>){_HALF}"), _time),
    (
        re.compile(
            r"(?<!\w)(?P<before>(?:the|your|my|his|her|their|our|early|mid|late)[ -]|['’]|(?=[12]))"
            r"(?P<years>(?:1\d|20)?\d0)['’]?s\b",
            re.IGNORECASE,
        ),
        _decade,
    ),
    (
        re.compile(
            rf"(?P<before>(?:\b(?i:{YEAR_BEFORE})|©)\s(?:the year\s)?)(?P<year>1[1-9]\d\d|20\d\d)"
            rf"(?![\d,.]\d|\w)(?!\s(?:{NO_YEAR_AFTER})\b)"
        ),
        _year,
    ),
)
"""Patterns, each with the function that puts a match in words, in the order they are tried."""
