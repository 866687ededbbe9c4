"""Checks of the text of a feed, by the rules of Apple, PSP-1 and Podcasting 2.0."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from quietude.series.categories import unknown_category
from quietude.series.checks.feed.document import milliseconds, name_of, text_of
from quietude.series.checks.feed.order import check_order
from quietude.series.checks.feed.words import check_words
from quietude.series.checks.finding import REBUILD, error, warning
from quietude.series.site.feed import NAMESPACES as NS
from quietude.series.site.paths import CHAPTERS_TYPE, FEED
from quietude.series.site.text import DESCRIPTION_BYTES, TITLE_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from xml.etree import ElementTree as ET

    from quietude.series.checks.feed.document import FeedDocument
    from quietude.series.checks.finding import SiteFinding

AUDIO_TYPES = ("audio/mpeg", "audio/x-m4a", "audio/mp4")
_NUMBERED = re.compile(r"(?i)^(episode|ep\.?|session|part|#)\s*\d+\s*[:.–-]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_UUID_VERSION = 5
_MANIFEST = "Say it in the manifest of the series."


def check_structure(feed: FeedDocument, now: datetime) -> Iterator[SiteFinding]:
    """Check everything that the feed alone can tell.

    Args:
        feed: The feed.
        now: The time of the check, with a zone.
    """
    yield from _channel(feed, now)
    yield from check_order(feed)
    yield from check_words(feed)
    if not feed.items:
        yield error(FEED, "it has no episodes", "A directory refuses a feed without one.")
    serial = text_of(feed.channel, "itunes:type") == "serial"
    guids: set[str] = set()
    for item in feed.items:
        yield from _item(item, now, serial=serial)
        guid = text_of(item, "guid")
        if guid and guid in guids:
            yield error(name_of(item), "its GUID is another episode's")
        guids.add(guid)
    for url in _addresses(feed):
        yield from _address(url)


def _channel(feed: FeedDocument, now: datetime) -> Iterator[SiteFinding]:
    channel = feed.channel
    for name in ("title", "description", "link", "language"):
        if not text_of(channel, name):
            yield error(FEED, f"the show has no {name}", _MANIFEST)
    if not feed.base_url:
        yield error(FEED, "it does not say where it is (atom:link rel=self)",
                    "Give the address: quietude series build --base-url URL.")  # fmt: skip
    if feed.missing:
        yield error(FEED, f'its older page "{feed.missing[:60]}" cannot be read', REBUILD)
    if channel.find("itunes:image", NS) is None:
        yield error(FEED, "the show has no cover")
    if not text_of(channel, "itunes:author"):
        yield warning(FEED, "the show has no author", _MANIFEST)
    if text_of(channel, "itunes:explicit") not in {"true", "false"}:
        yield error(FEED, "itunes:explicit of the show is neither true nor false")
    if text_of(channel, "itunes:type") not in {"episodic", "serial"}:
        yield error(FEED, "itunes:type is neither episodic nor serial")
    if not _LANGUAGE.fullmatch(text_of(channel, "language")):
        yield error(FEED, "the language is not a language code", 'Write it like "en" or "en-GB".')
    yield from _built(channel, now)
    yield from _categories(channel)
    yield from _identity(channel)
    yield from _long(channel, FEED)


def _built(channel: ET.Element, now: datetime) -> Iterator[SiteFinding]:
    written = text_of(channel, "lastBuildDate")
    if not written:
        return
    try:
        date = parsedate_to_datetime(written)
    except ValueError:
        yield error(FEED, "players cannot read the date in lastBuildDate")
        return
    if date.tzinfo and date > now + timedelta(days=1):
        yield warning(FEED, f"the feed's own date lies ahead ({date:%Y-%m-%d})",
                      "It follows the newest episode: build without --until.")  # fmt: skip


def _categories(channel: ET.Element) -> Iterator[SiteFinding]:
    found = channel.findall("itunes:category", NS)
    if not found:
        yield error(FEED, "the show has no category", "Choose one, such as "
                    "Health & Fitness/Mental Health.")  # fmt: skip
    for category in found:
        subcategories = [f"/{inner.get('text', '')}" for inner in category] or [""]
        for subcategory in subcategories:
            name = f"{category.get('text', '')}{subcategory}"
            if advice := unknown_category(name):
                yield error(FEED, f'"{name[:60]}" is not one of Apple\'s categories', advice)


def _identity(channel: ET.Element) -> Iterator[SiteFinding]:
    guid = text_of(channel, "podcast:guid")
    try:
        version = uuid.UUID(guid).version
    except ValueError:
        yield error(FEED, "podcast:guid is not a UUID")
    else:
        if version != _UUID_VERSION:
            yield warning(FEED, "podcast:guid is not a UUIDv5", "Keep it if it was published so.")
    locked = text_of(channel, "podcast:locked")
    if locked not in {"yes", "no"}:
        yield error(FEED, "podcast:locked is neither yes nor no")
    if text_of(channel, "itunes:block").lower() == "yes" and locked != "yes":
        yield error(FEED, "the show is private and not locked")


def _item(item: ET.Element, now: datetime, *, serial: bool) -> Iterator[SiteFinding]:
    where = name_of(item)
    if not text_of(item, "title"):
        yield error(where, "an episode has no title", _MANIFEST)
    if _NUMBERED.match(text_of(item, "title")):
        yield warning(where, "its title begins with a number",
                      "Players show the number themselves.")  # fmt: skip
    yield from _enclosure(item, where)
    guid = item.find("guid")
    if guid is None or not (guid.text or "").strip():
        yield error(where, "it has no GUID")
    elif guid.get("isPermaLink") != "false":
        yield error(where, "its GUID is given for an address (isPermaLink)")
    yield from _date(item, where, now)
    number = text_of(item, "itunes:episode")
    if number and not (number.isdecimal() and int(number) > 0):
        yield error(where, f'"{number[:20]}" is not a number of an episode', "Count from 1.")
    if serial and not number and text_of(item, "itunes:episodeType") in {"", "full"}:
        yield error(where, "an episode of a serial has no number", _MANIFEST)
    duration = text_of(item, "itunes:duration")
    if not duration.isdecimal() or not int(duration):
        yield error(where, "itunes:duration is not a whole number of seconds")
    if text_of(item, "itunes:explicit") not in {"true", "false"}:
        yield error(where, "itunes:explicit is neither true nor false")
    yield from _long(item, where)
    yield from _chapters(item, where)
    yield from _transcripts(item, where)


def _enclosure(item: ET.Element, where: str) -> Iterator[SiteFinding]:
    found = item.findall("enclosure")
    if len(found) != 1:
        yield error(where, f"it has {len(found) or 'no'} enclosures, not one")
        return
    kind = found[0].get("type", "")
    if kind not in AUDIO_TYPES:
        yield error(where, f'Apple refuses "{kind[:40]}" in a feed', "Render it as MP3 or M4A.")
    length = found[0].get("length", "")
    if not length.isdecimal() or not int(length):
        yield error(where, "the length of its enclosure is not a number of bytes")


def _date(item: ET.Element, where: str, now: datetime) -> Iterator[SiteFinding]:
    written = text_of(item, "pubDate")
    try:
        date = parsedate_to_datetime(written)
    except ValueError:
        yield error(where, "it has no date that players can read", "Write it as RFC 2822 says.")
        return
    if date.tzinfo is None:
        yield error(where, "its date has no time zone")
        return
    if written[:3] != format_datetime(date)[:3]:
        yield error(where, f"its date names the wrong day of the week ({written[:3]})")
    if date > now + timedelta(days=1):
        yield warning(where, f"its date lies ahead ({date:%Y-%m-%d})",
                      "Players show it now: build without --until, or upload it then.")  # fmt: skip


def _long(element: ET.Element, where: str) -> Iterator[SiteFinding]:
    if len(text_of(element, "description").encode()) > DESCRIPTION_BYTES:
        yield error(where, f"its description is longer than {DESCRIPTION_BYTES} bytes")
    if len(text_of(element, "title")) > TITLE_CHARS:
        yield error(where, f"its title is longer than {TITLE_CHARS} characters")


def _chapters(item: ET.Element, where: str) -> Iterator[SiteFinding]:
    listed = item.find("podcast:chapters", NS)
    if listed is None:
        yield warning(where, "it has no podcast:chapters", "Build the series again.")
    elif listed.get("type") != CHAPTERS_TYPE:
        yield error(where, f"its chapters are not given as {CHAPTERS_TYPE}")
    starts = []
    for chapter in item.findall("psc:chapters/psc:chapter", NS):
        start = chapter.get("start", "")
        found = milliseconds(start)
        if found is None:
            yield error(where, f'"{start[:20]}" is not a time of a chapter')
            return
        starts.append(found)
    if starts and (starts[0] or starts != sorted(set(starts))):
        yield error(where, "its chapters do not ascend from 00:00:00")


def _transcripts(item: ET.Element, where: str) -> Iterator[SiteFinding]:
    types = [element.get("type") for element in item.findall("podcast:transcript", NS)]
    if not types:
        yield warning(where, "it has no transcript", "Build the series again.")
    elif types[0] != "text/vtt":
        yield warning(
            where, "WebVTT is not its first transcript", "Apple takes the first it knows."
        )


def _addresses(feed: FeedDocument) -> Iterator[str]:
    for element in feed.channel.iter():
        yield from (element.get(name, "") for name in ("url", "href") if element.get(name))


def _address(url: str) -> Iterator[SiteFinding]:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        yield error(FEED, f'"{url[:80]}" is not a complete address',
                    "Give the address: quietude series build --base-url URL.")  # fmt: skip
    elif not url.isascii() or " " in url:
        yield error(FEED, f'"{url[:80]}" is not written in ASCII')
    elif parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "localhost"}:
        yield warning(FEED, f'"{url[:80]}" is not encrypted', "Serve the site by https.")
