"""Checks that players will recognise the episodes: GUIDs against the record and the last feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.series.checks.feed.document import name_of, text_of
from quietude.series.checks.finding import error, warning
from quietude.series.site.paths import FEED, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from quietude.series.checks.feed.document import FeedDocument
    from quietude.series.checks.finding import SiteFinding
    from quietude.series.model import Site

_KEEP = f"Put back the {RECORD} that was published last, and build again."


def check_record(feed: FeedDocument, site: Site | None) -> Iterator[SiteFinding]:
    """Compare the feed with the record."""
    if site is None:
        yield warning(RECORD, "there is no record: the next build cannot keep the GUIDs", _KEEP)
        return
    if text_of(feed.channel, "podcast:guid") != site.podcast_guid:
        yield error(FEED, "podcast:guid is not the one that is stored", _KEEP)
    stored = {published.episode.guid for published in site.episodes}
    if {text_of(item, "guid") for item in feed.items} != stored:
        yield error(FEED, "its episodes are not those that are stored", _KEEP)


def check_previous(feed: FeedDocument, previous: FeedDocument) -> Iterator[SiteFinding]:
    """Compare the feed with the one that was published before it."""
    before, now = (text_of(document.channel, "podcast:guid") for document in (previous, feed))
    if before and before != now:
        yield error(FEED, "podcast:guid has changed: directories take this for another show", _KEEP)
    guids = {text_of(item, "guid") for item in feed.items}
    known = {text_of(item, "guid") for item in previous.items}
    yield from _moved(feed, previous)
    new = [item for item in feed.items if text_of(item, "guid") not in known]
    for old in previous.items:
        if text_of(old, "guid") in guids:
            continue
        title, place = text_of(old, "title"), _audio_name(old)
        same = [
            item for item in new if text_of(item, "title") == title or _audio_name(item) == place
        ]
        if same:
            message = "its GUID has changed: every listener gets it once more"
            yield error(name_of(same[0]), message, _KEEP)
        else:
            yield warning(name_of(old), "it was published and is gone",
                          "Players keep what was fetched; nobody new finds it.")  # fmt: skip


def _moved(feed: FeedDocument, previous: FeedDocument) -> Iterator[SiteFinding]:
    """Compare what players know of an episode by its GUID: its date, its number, its sound."""
    before = {text_of(item, "guid"): item for item in previous.items}
    for item in feed.items:
        old = before.get(text_of(item, "guid"))
        if old is None:
            continue
        where = name_of(item)
        if text_of(old, "pubDate") != text_of(item, "pubDate"):
            yield warning(where, f"its date was {text_of(old, 'pubDate')[:40]}",
                          "Players sort it anew, and may show it as new.")  # fmt: skip
        for name in ("episode", "season"):
            was = text_of(old, f"itunes:{name}")
            if was != text_of(item, f"itunes:{name}"):
                hint = "If that was not meant, state the old one in the manifest."
                yield warning(where, f"its {name} was {was or 'not said'}", hint)
        url, length, now_url, now_length = *_sound(old), *_sound(item)
        lasted, lasts = text_of(old, "itunes:duration"), text_of(item, "itunes:duration")
        if url == now_url and lasted != lasts:
            yield error(where, f"it lasted {lasted[:10]} s at the same address",
                        "Caches and players keep the old sound: build again.")  # fmt: skip
        elif url == now_url and length != now_length:
            hint = "New tags do that; caches may keep the old file for a while."
            yield warning(where, "its file has another length at the same address", hint)


def _sound(item: ET.Element) -> tuple[str, str]:
    enclosure = item.find("enclosure")
    return (
        ("", "") if enclosure is None else (enclosure.get("url", ""), enclosure.get("length", ""))
    )


def _audio_name(item: ET.Element) -> str:
    """Folder and name of an episode's sound, without the address of the host, which may change."""
    enclosure = item.find("enclosure")
    return (
        "/".join(enclosure.get("url", "").partition("?")[0].split("/")[-2:])
        if enclosure is not None
        else ""
    )
