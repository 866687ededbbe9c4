"""Dates and numbers of the episodes of one edition: those given once are kept.

An episode gets its date and its number when it is first due. From then on neither moves, however
others are inserted, deleted or moved; only the manifest itself can change them (``published:``,
``number:``, ``season:``). Episodes that are not due yet follow the last that is, in the order of
the manifest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quietude.series.manifest.dates import PublishingDates
    from quietude.series.manifest.model import EpisodeSpec


@dataclass(frozen=True, slots=True)
class Seen:
    """An episode as players know it.

    Attributes:
        guid: The id by which they know it.
        published: Its date, in ISO 8601.
        number: Its number, or None.
        season: The season that number counts in.
        out: True once it was due, so that its date and number stay.
    """

    guid: str
    published: str
    number: int | None = None
    season: int | None = None
    out: bool = False

    def is_taken_back(self, when: datetime, until: datetime) -> bool:
        """Returns True if players have it, and it is now to appear after ``until``."""
        return self.out and datetime.fromisoformat(self.published) <= until < when


@dataclass(frozen=True, slots=True)
class Entry:
    """Date and number of an episode; ``due`` is False for one that is held back."""

    published: datetime
    number: int | None
    due: bool


def calendar(
    specs: Sequence[EpisodeSpec],
    seen: Mapping[str, Seen],
    dates: PublishingDates,
    first_day: datetime,
    until: datetime,
) -> dict[str, Entry]:
    """Date and number of every episode of an edition, by its id.

    Args:
        specs: The episodes, in order.
        seen: Every episode that was ever in this edition, by its id.
        dates: The dates of episodes that state none.
        first_day: The date of new episodes where nothing else gives them one.
        until: Episodes later than this are held back, except those that were out before.
    """
    numbers = _numbers(specs, seen)
    found: dict[str, Entry] = {}
    when = _dates(specs, seen, dates, first_day)
    for spec in specs:
        known = seen.get(spec.id)
        # Without a date that anybody asked for, an episode appears at once.
        at_once = dates.start is None and spec.published is None
        due = at_once or when[spec.id] <= until or (known is not None and known.out)
        found[spec.id] = Entry(when[spec.id], numbers[spec.id], due)
    return found


def _dates(
    specs: Sequence[EpisodeSpec],
    seen: Mapping[str, Seen],
    dates: PublishingDates,
    first_day: datetime,
) -> dict[str, datetime]:
    stated = {spec.id for spec in specs if spec.published}
    kept = {
        episode_id: datetime.fromisoformat(known.published)
        for episode_id, known in seen.items()
        if known.out or dates.start is None
    }
    last = max((kept[name] for name in kept if name not in stated), default=None)
    found: dict[str, datetime] = {}
    for spec in specs:
        when = spec.published or kept.get(spec.id) or dates.on_day(spec.day)
        if when is None:
            when = dates.after(last)
            last = when or last
        found[spec.id] = when or first_day + timedelta(minutes=spec.place - 1)
    return found


def _numbers(specs: Sequence[EpisodeSpec], seen: Mapping[str, Seen]) -> dict[str, int | None]:
    kept = {
        spec.id: known.number
        for spec in specs
        if (known := seen.get(spec.id)) and known.out and known.number
        if known.season == spec.season
    }
    last: dict[int | None, int] = {}
    for known in seen.values():
        if known.out and known.number:
            last[known.season] = max(known.number, last.get(known.season, 0))
    found: dict[str, int | None] = {}
    for spec in specs:
        number = None
        if spec.type == "full":
            number = spec.number or kept.get(spec.id) or last.get(spec.season, 0) + 1
            last[spec.season] = max(number, last.get(spec.season, 0))
        found[spec.id] = number
    return found
