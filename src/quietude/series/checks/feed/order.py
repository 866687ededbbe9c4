"""Checks of what the episodes of a feed are to each other: numbers, seasons, files, order."""

from __future__ import annotations

from collections import Counter
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.series.checks.feed.document import name_of, text_of
from quietude.series.checks.finding import error, warning
from quietude.series.site.paths import FEED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from xml.etree import ElementTree as ET

    from quietude.series.checks.feed.document import FeedDocument
    from quietude.series.checks.finding import SiteFinding

_STATE_IT = "Say it in the manifest of the series."


def check_order(feed: FeedDocument) -> Iterator[SiteFinding]:
    """Check what only several episodes together can tell."""
    yield from _numbers(feed)
    yield from _seasons(feed)
    yield from _files(feed)
    yield from _sequence(feed)
    explicit = [item for item in feed.items if text_of(item, "itunes:explicit") == "true"]
    if explicit and text_of(feed.channel, "itunes:explicit") == "false":
        yield error(name_of(explicit[0]), "it is explicit, and the show says it is not",
                    "Build the series again: the show follows its episodes.")  # fmt: skip


def _numbers(feed: FeedDocument) -> Iterator[SiteFinding]:
    seen: dict[tuple[str, str], str] = {}
    for item in feed.items:
        number, kind = text_of(item, "itunes:episode"), text_of(item, "itunes:episodeType")
        if number and kind in {"trailer", "bonus"}:
            yield error(name_of(item), f"a {kind} has a number", "Build the series again.")
        if not number or kind in {"trailer", "bonus"}:
            continue
        where = (text_of(item, "itunes:season"), number)
        if where in seen:
            message = f'its number {number[:10]} is that of "{seen[where][:60]}" too'
            yield error(name_of(item), message, _STATE_IT)
        seen[where] = text_of(item, "title")
        for name, other in (("episode", number), ("season", where[0])):
            also = item.findtext(f"{{https://podcastindex.org/namespace/1.0}}{name}") or ""
            if also.strip() != other:
                yield error(name_of(item), f"itunes:{name} and podcast:{name} differ")


def _seasons(feed: FeedDocument) -> Iterator[SiteFinding]:
    full = [item for item in feed.items if text_of(item, "itunes:episodeType") in {"", "full"}]
    without = [item for item in full if not text_of(item, "itunes:season")]
    if without and len(without) < len(full):
        yield warning(name_of(without[0]), "it has no season, and other episodes have one",
                      _STATE_IT)  # fmt: skip
    for item in feed.items:
        season = text_of(item, "itunes:season")
        if season and not (season.isdecimal() and int(season)):
            yield error(name_of(item), f'"{season[:20]}" is not a number of a season')
        if text_of(item, "itunes:episodeType") not in {"", "full", "trailer", "bonus"}:
            yield error(name_of(item), "itunes:episodeType is not full, trailer or bonus")


def _files(feed: FeedDocument) -> Iterator[SiteFinding]:
    sounds = Counter(_url(item, "enclosure") for item in feed.items)
    titles = Counter(text_of(item, "title") for item in feed.items)
    for item in feed.items:
        if sounds[_url(item, "enclosure")] > 1:
            yield error(name_of(item), "another episode has the same sound file")
            break
    for item in feed.items:
        if titles[text_of(item, "title")] > 1:
            hint = "Listeners cannot tell them apart: give one another title."
            yield warning(name_of(item), "another episode has the same title", hint)
            break


def _sequence(feed: FeedDocument) -> Iterator[SiteFinding]:
    """Check that the newest comes first: some players go by the order of the feed."""
    dates = [_date(item) for item in feed.items]
    for newer, older in pairwise(date for date in dates if date):
        if newer < older:
            yield warning(FEED, "its episodes are not in order, the newest first",
                          "Build the series again.")  # fmt: skip
            return


def _date(item: ET.Element) -> datetime | None:
    try:
        date = parsedate_to_datetime(text_of(item, "pubDate"))
    except ValueError:
        return None
    return date if date.tzinfo else None


def _url(item: ET.Element, name: str) -> str:
    found = item.find(name)
    return found.get("url", "") if found is not None else ""
