"""Lengths of time as people and files write them.

One reader serves the command line and the definitions, so that ``5s``, ``1h30m``, ``2:30`` and
``4-9s`` mean the same in both. One function for each kind of clock text serves messages, captions,
chapters and tags.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNITS_S = {
    "ms": 0.001,
    "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0,
    "m": 60.0, "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0,
    "h": 3600.0, "hr": 3600.0, "hrs": 3600.0, "hour": 3600.0, "hours": 3600.0,
}  # fmt: skip
_NUMBER = r"[0-9]{1,7}(?:\.[0-9]{1,3})?"
_PART = re.compile(rf"({_NUMBER})\s*([a-z]+)")
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-5][0-9])")
_RANGE = re.compile(rf"({_NUMBER})\s*([a-z]*)\s*(?:-|–|to)\s*({_NUMBER})\s*([a-z]+)")

EXAMPLES = 'write it like "90s", "10m", "1h30m" or "2:30"'
LENGTH_EXAMPLES = 'write it like "10" or "10m" (minutes), "12:30", "90s" or "1h30m"'
RANGE_EXAMPLES = 'write it like "5s", or "4-9s" where it may stretch'


@dataclass(frozen=True, slots=True)
class Span:
    """A length that may stretch.

    Attributes:
        min_s: The minimum, in seconds.
        ideal_s: The length if nothing makes it longer or shorter, in seconds.
        max_s: The maximum, in seconds.
    """

    min_s: float
    ideal_s: float
    max_s: float

    @classmethod
    def fixed(cls, seconds: float) -> Span:
        """Returns a length that does not stretch."""
        return cls(seconds, seconds, seconds)

    @classmethod
    def between(cls, min_s: float, max_s: float) -> Span:
        """Returns a length whose ideal is a quarter of the way from minimum to maximum.

        People choose the maximum for days with plenty of time. About half of a published session
        of ten minutes is silence; an ideal in the middle would make it two thirds.
        """
        return cls(min_s, min_s + (max_s - min_s) / 4, max_s)


def parse_duration(text: str) -> float:
    """Returns a length in seconds.

    Args:
        text: ``90s``, ``10m``, ``1h30m``, ``1.5 min``, ``2:30`` or ``1:02:30``.

    Raises:
        ValueError: if the text is not a length with a unit; the message says how to write one.
    """
    folded = text.strip().lower()
    if match := _CLOCK.fullmatch(folded):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    total, position = 0.0, 0
    while match := _PART.match(folded, position):
        if match[2] not in _UNITS_S:
            break
        total += float(match[1]) * _UNITS_S[match[2]]
        position = match.end()
        while folded[position : position + 1] == " ":
            position += 1
    if not folded or position != len(folded):
        message = f'"{_shown(text)}" is not a length of time: {EXAMPLES}'
        raise ValueError(message)
    return total


def parse_length(text: str) -> float:
    """Returns the length of a session in seconds; a bare number means minutes.

    Args:
        text: As for :func:`parse_duration`, or a number of minutes: ``10``, ``7.5``.

    Raises:
        ValueError: if the text is not a length; the message says how to write one.
    """
    folded = text.strip()
    if re.fullmatch(_NUMBER, folded):
        return float(folded) * 60
    try:
        return parse_duration(folded)
    except ValueError:
        message = f'"{_shown(text)}" is not a length of time: {LENGTH_EXAMPLES}'
        raise ValueError(message) from None


def parse_span(text: str) -> Span:
    """Returns a length that may be a range: ``5s`` is fixed, ``4-9s`` and ``30s-1m`` may stretch.

    Raises:
        ValueError: if it is neither, or if the maximum is less than the minimum.
    """
    match = _RANGE.fullmatch(text.strip().lower())
    if not match:
        return Span.fixed(parse_duration(text))
    low, low_unit, high, high_unit = match.groups()
    min_s = parse_duration(low + (low_unit or high_unit))
    max_s = parse_duration(high + high_unit)
    if min_s > max_s:
        message = f'"{_shown(text)}" runs backwards: {RANGE_EXAMPLES}'
        raise ValueError(message)
    return Span.between(min_s, max_s)


def lengths_text(minutes: Sequence[int]) -> str:
    """Returns the lengths an exercise is offered at: ``5, 10 or 20 minutes``; "" for none."""
    if not minutes:
        return ""
    *most, last = map(str, minutes)
    return f"{', '.join(most)} or {last} minutes" if most else f"{last} minutes"


def clock_text(seconds: float) -> str:
    """Returns a length for people, to the nearest second: ``4:05`` or ``1:04:05``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def clock_tenths(seconds: float) -> str:
    """Returns a time for tables of a timeline, to the nearest tenth: ``04:05.3``, ``64:05.3``."""
    minutes, tenths = divmod(round(seconds * 10), 600)
    return f"{minutes:02}:{tenths // 10:02}.{tenths % 10}"


def clock_ms(seconds: float) -> str:
    """Returns a time for the region lists of audio editors, to the nearest ms: ``0:04:05.250``."""
    whole, ms = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}.{ms:03}"


def timestamp(milliseconds: int) -> str:
    """Returns a time as players and podcast apps read it: ``00:04:05``, cut to whole seconds."""
    seconds = milliseconds // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def timestamp_ms(milliseconds: int, point: str = ".") -> str:
    """Returns a time as captions and chapters have it: ``00:04:05.250`` (SRT has a comma)."""
    return f"{timestamp(milliseconds)}{point}{milliseconds % 1000:03}"


def lrc_timestamp(milliseconds: int) -> str:
    """Returns a time as LRC lyrics have it, minutes and hundredths, cut: ``64:05.25``."""
    seconds, hundredths = divmod(milliseconds // 10, 100)
    return f"{seconds // 60:02}:{seconds % 60:02}.{hundredths:02}"


def _shown(text: str) -> str:
    return textwrap.shorten(text, 40, placeholder="…")
