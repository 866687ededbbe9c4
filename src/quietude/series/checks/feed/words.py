"""Checks of the texts of a feed: harmful markup, links elsewhere, people, disclosure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from quietude.series.checks.feed.document import name_of, text_of
from quietude.series.checks.feed.people import ROLES
from quietude.series.checks.finding import error, warning
from quietude.series.site.feed import NAMESPACES as NS
from quietude.series.site.feed_item import AI_CONTENT
from quietude.series.site.paths import FEED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from quietude.series.checks.feed.document import FeedDocument
    from quietude.series.checks.finding import SiteFinding

_HARM = re.compile(
    r"<\s*/?(?:script|style|iframe|object|embed|form|img|svg|link|meta|base)\b"
    r"|<[^>]+\son[a-z]+\s*=|javascript:|data:text/html",
    re.IGNORECASE,
)
_STATE_IT = "Say it in the manifest of the series."
_IMAGES = f"{{{NS['podcast']}}}image"


def check_words(feed: FeedDocument) -> Iterator[SiteFinding]:
    """Check the texts of the show and of every episode."""
    channel = feed.channel
    yield from _harm(channel, FEED)
    private = text_of(channel, "itunes:block").lower() == "yes"
    email = text_of(channel, "itunes:owner/itunes:email")
    if not email and not private:
        hint = "Directories ask for one to prove the show is yours: show: {email: …}."
        yield warning(FEED, "the show has no owner with an e-mail address", hint)
    elif email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        yield error(FEED, "the owner's e-mail address is none", _STATE_IT)
    yield from _people(channel, FEED)
    yield from _disclosure(channel, FEED)
    if text_of(channel, "podcast:medium") not in {"podcast", "course", "audiobook"}:
        yield error(FEED, "podcast:medium is not podcast, course or audiobook")
    for item in feed.items:
        where = name_of(item)
        yield from _harm(item, where)
        yield from _link(feed, item, where)
        yield from _people(item, where)
        yield from _disclosure(item, where)
        if not text_of(item, "description"):
            yield warning(where, "it has no notes", _STATE_IT)
        title = text_of(item, "itunes:title")
        if title and title != text_of(item, "title"):
            yield error(where, "title and itunes:title differ")


def _harm(element: ET.Element, where: str) -> Iterator[SiteFinding]:
    parts = ("title", "description", "content:encoded", "itunes:title", "itunes:author")
    if any(_HARM.search(text_of(element, part)) for part in parts):
        yield error(where, "its text holds markup that may run in a player", _STATE_IT)


def _link(feed: FeedDocument, item: ET.Element, where: str) -> Iterator[SiteFinding]:
    link = text_of(item, "link")
    if not link:
        return
    hosts = {urlsplit(feed.base_url).netloc, urlsplit(text_of(feed.channel, "link")).netloc}
    if urlsplit(link).netloc not in hosts:
        yield error(where, "its link leads to another host", "Build the series again.")


def _people(element: ET.Element, where: str) -> Iterator[SiteFinding]:
    for person in element.findall("podcast:person", NS):
        role = person.get("role", "host").lower()
        if not (person.text or "").strip():
            yield error(where, "a person has no name", _STATE_IT)
        if role not in ROLES:
            hint = "Choose one of podcasttaxonomy.com, such as host, guest, writer or narrator."
            yield warning(where, f'"{role[:40]}" is not a role that players know', hint)


def _disclosure(element: ET.Element, where: str) -> Iterator[SiteFinding]:
    for text in element.findall("podcast:txt", NS):
        if text.get("purpose") == AI_CONTENT and (text.text or "").strip() not in {"true", "false"}:
            yield error(where, "its word on a synthetic voice is neither true nor false")
    for image in element.findall(_IMAGES):
        if not image.get("href"):
            yield error(where, "a podcast:image has no address")
