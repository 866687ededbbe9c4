"""Dates of publishing: as stated, or one episode after the other from a first day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_INTERVAL = re.compile(r"([1-9][0-9]{0,3})\s*(h|d|w)", re.ASCII)
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def parse_date(text: str) -> datetime:
    """Parse a date, or a date and time; without a zone it is UTC.

    Raises:
        ValueError: if the text is neither; the message says how to write one.
    """
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        message = f'"{text[:40]}" is not a date: write it like 2026-03-01 or 2026-03-01T07:00+01:00'
        raise ValueError(message) from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def parse_interval(text: str) -> timedelta:
    """Parse the time between two episodes: ``12h``, ``1d``, ``2w``.

    Raises:
        ValueError: if the text is none of these; the message says how to write one.
    """
    match = _INTERVAL.fullmatch(text.strip().lower())
    if not match:
        message = f'"{text[:40]}" does not say how often: write it like 1w, 3d or 12h'
        raise ValueError(message)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


@dataclass(frozen=True, slots=True)
class PublishingDates:
    """Computed dates of the episodes that state none.

    Attributes:
        start: The date of the first episode; None if no dates are computed.
        interval: The time between two episodes; zero to put them a minute apart, in order.
    """

    start: datetime | None = None
    interval: timedelta = timedelta()

    @property
    def step(self) -> timedelta:
        """Time between two computed dates, never zero."""
        return self.interval or timedelta(minutes=1)

    def on_day(self, programme_day: int | None) -> datetime | None:
        """Date of a day of a programme, from 1, where there is no interval; else None."""
        if self.start is None or programme_day is None or self.interval:
            return None
        return self.start + timedelta(days=programme_day - 1)

    def after(self, last: datetime | None) -> datetime | None:
        """First computed date after another one; the first of all for None."""
        if self.start is None or last is None or last < self.start:
            return self.start
        return self.start + ((last - self.start) // self.step + 1) * self.step
