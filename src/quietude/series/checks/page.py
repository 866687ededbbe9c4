"""Checks of the page and the outline beside a feed: they are its own, and load nothing else."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from quietude._util.files import is_file
from quietude._util.strict_reading import LARGE_BYTES, read_bounded
from quietude.series.checks.feed.document import own_address, text_of
from quietude.series.checks.finding import REBUILD, error, warning
from quietude.series.site.paths import OUTLINE, PAGE, is_safe
from quietude.series.site.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quietude.series.checks.feed.document import FeedDocument
    from quietude.series.checks.finding import SiteFinding

_LINK = re.compile(r'(?:src|href)="([^"#]*)')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_LOADED = re.compile(
    r"<(?:script|img|audio|video|source|track|iframe|embed|object|link\b(?![^>]*rel=\"alternate\"))"
    r"[^>]*?\s(?:src|href|data)\s*=\s*[\"']?(?:https?:)?//",
    re.IGNORECASE,
)
_IMPORTED = re.compile(r"@import|url\(\s*['\"]?(?:https?:)?//", re.IGNORECASE)
_LANG = re.compile(r"<html[^>]*\blang=\"([^\"]+)\"", re.IGNORECASE)
_HANDLER = re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE)


def check_page(folder: Path, feed: FeedDocument) -> Iterator[SiteFinding]:
    """Check the page: its title, its language, every file it names, and nothing from elsewhere."""
    try:
        text = read_bounded(folder / PAGE, LARGE_BYTES).decode("utf-8")
    except (OSError, ValueError):
        yield warning(PAGE, "there is no page", REBUILD)
        return
    yield from _head(text, feed)
    yield from _foreign(text)
    for item in feed.items:
        if (link := text_of(item, "link").partition("#")[2]) and f'id="{link}"' not in text:
            yield error(PAGE, f'"{text_of(item, "title")[:60]}" is in the feed and not on the page')
    for found in sorted(set(map(unescape, _LINK.findall(text)))):
        if "://" in found or not found:
            continue
        place = unquote(urlsplit(found).path)
        if not is_safe(place) or not is_file(folder / place):
            yield error(PAGE, f'"{place[:80]}" is not there')


def _head(text: str, feed: FeedDocument) -> Iterator[SiteFinding]:
    title = _TITLE.search(text)
    shown = line(unescape(title[1])) if title else ""
    if shown != line(text_of(feed.channel, "title")):
        yield error(PAGE, "its title is not the show's")
    language = _LANG.search(text)
    if not language or language[1].lower() != text_of(feed.channel, "language").lower():
        yield error(PAGE, "its language is not the show's")


def _foreign(text: str) -> Iterator[SiteFinding]:
    if _LOADED.search(text) or _IMPORTED.search(text):
        yield error(PAGE, "it loads something from another host",
                    "Whoever opens it is seen there. Build the series again.")  # fmt: skip
    if _HANDLER.search(text) or len(re.findall(r"<script\b", text, re.IGNORECASE)) > 1:
        yield error(PAGE, "a script that is not the page's own stands in it")
    if "Content-Security-Policy" not in text:
        yield warning(PAGE, "it has no policy that keeps other scripts out", REBUILD)


def check_outline(folder: Path, feed: FeedDocument) -> Iterator[SiteFinding]:
    """Check the outline that podcast apps import: it names this feed."""
    try:
        data = read_bounded(folder / OUTLINE, LARGE_BYTES)
    except (OSError, ValueError):
        yield warning(OUTLINE, "there is no outline for podcast apps", REBUILD)
        return
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        yield error(OUTLINE, "this outline declares a document type")
        return
    try:
        root = ET.fromstring(data)  # noqa: S314  (without a document type there is no entity)
    except (ET.ParseError, ValueError, LookupError):
        yield error(OUTLINE, "this outline is not well formed")
        return
    named = [element.get("xmlUrl", "") for element in root.iter("outline")]
    if own_address(feed.channel) not in named:
        yield error(OUTLINE, "it does not name this feed")
    elif len(named) > 1:
        yield error(OUTLINE, "it names other feeds too")
