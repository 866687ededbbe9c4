"""``feed.xml`` as read from a file: its channel, its items, and the files it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from quietude._util.strict_reading import TooLargeError, read_bounded
from quietude.errors import DeliveryError
from quietude.series.site.feed import NAMESPACES as NS
from quietude.series.site.feed_pages import OLDER_PAGE
from quietude.series.site.paths import FEED, is_safe

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST_BYTES = 50_000_000
_CLOCK = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3})")


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed that was read.

    Attributes:
        channel: The part about the show.
        items: The episodes.
        base_url: The address of its folder, as it states it; empty if it does not.
        pages: The names of its older pages, whose episodes are among its own.
        missing: The page that it names and that is not there, or cannot be read; "" for none.
    """

    channel: ET.Element
    items: list[ET.Element]
    base_url: str
    pages: tuple[str, ...] = ()
    missing: str = ""

    def path_of(self, url: str) -> str | None:
        """Path within the folder of the file at an address; None for a file elsewhere."""
        start = f"{self.base_url}/"
        if not self.base_url or not url.startswith(start):
            return None
        path = unquote(urlsplit(url[len(start) :]).path)
        return path if is_safe(path) else None


def read_feed(path: Path) -> FeedDocument:
    """Read a feed with its older pages, as far as they lie beside it.

    Raises:
        DeliveryError: if it cannot be read, or is not a feed.
    """
    channel = _channel(path)
    own = own_address(channel)
    base_url = own.removesuffix(f"/{FEED}") if own.endswith(f"/{FEED}") else ""
    pages: list[str] = []
    missing, page = "", channel
    while url := own_address(page, "next"):
        name = url.rpartition("/")[2]
        if not OLDER_PAGE.fullmatch(name) or name in pages:
            missing = name or url
            break
        try:
            page = _channel(path.with_name(name))
        except DeliveryError:
            missing = name
            break
        pages.append(name)
        channel.extend(page.findall("item"))
    return FeedDocument(channel, channel.findall("item"), base_url, tuple(pages), missing)


def _channel(path: Path) -> ET.Element:
    """The channel of one document of a feed.

    Raises:
        DeliveryError: if it cannot be read, or is not a feed.
    """
    hint = "Build the series again: quietude series build."
    try:
        data = read_bounded(path, _LARGEST_BYTES)
    except OSError as error:
        message = f"this feed cannot be read ({(error.strerror or 'unreadable').lower()})"
        raise DeliveryError(message, path=path, hint=hint) from error
    except TooLargeError as error:
        message = "this feed is larger than any"
        raise DeliveryError(message, path=path, hint=hint) from error
    # A declared entity can grow without end; no feed needs one.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        message = "this feed cannot be trusted: it declares a document type"
        raise DeliveryError(message, path=path, hint=hint)
    try:
        root = ET.fromstring(data)  # noqa: S314  (without a document type there is no entity)
    except (ET.ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (None,))[0]
        message = f"this feed is not well formed ({str(error).split(':')[0]})"
        raise DeliveryError(message, path=path, line=line, hint=hint) from error
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        message = "this is not an RSS feed"
        raise DeliveryError(message, path=path, hint=hint)
    return channel


def own_address(channel: ET.Element, relation: str = "self") -> str:
    """Address of a feed, or of another page of it, as it states it; empty if it does not."""
    links = channel.findall("atom:link", NS)
    return next((link.get("href", "") for link in links if link.get("rel") == relation), "")


def milliseconds(clock: str) -> int | None:
    """A time of a chapter such as ``00:01:02.500`` in milliseconds; None for another text."""
    match = _CLOCK.fullmatch(clock)
    if not match:
        return None
    hours, minutes, seconds, ms = map(int, match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def text_of(parent: ET.Element, path: str) -> str:
    """Text of a part of a feed; empty if there is no such part."""
    return (parent.findtext(path, default="", namespaces=NS) or "").strip()


def name_of(item: ET.Element) -> str:
    """Name of an episode in findings."""
    return f'{FEED}, "{text_of(item, "title")[:60]}"'
