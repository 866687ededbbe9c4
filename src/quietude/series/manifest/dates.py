"""When episodes are published: as stated, or one after the other from a first day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_STEP = re.compile(r"([1-9][0-9]{0,3})\s*(h|d|w)", re.ASCII)
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def parse_date(text: str) -> datetime:
    """A date, or a date and time; without a zone it is UTC.

    Raises:
        ValueError: if it is neither; the message says how to write one.
    """
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        message = f'"{text[:40]}" is no date: write it like 2026-03-01 or 2026-03-01T07:00+01:00'
        raise ValueError(message) from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def parse_step(text: str) -> timedelta:
    """How far episodes lie apart: ``12h``, ``1d``, ``2w``.

    Raises:
        ValueError: if it is none of these.
    """
    match = _STEP.fullmatch(text.strip().lower())
    if not match:
        message = f'"{text[:40]}" is not how often: write it like 1w, 3d or 12h'
        raise ValueError(message)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
