"""Whether players will know the episodes again: GUIDs against the record and the last feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quietude.series.checks.finding import error, warning
from quietude.series.checks.source import name_of, text_of
from quietude.series.site.paths import FEED, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

    from quietude.series.checks.finding import Finding
    from quietude.series.checks.source import Source
    from quietude.series.model import Site

_KEEP = f"Put back the {RECORD} that was published last, and build again."


def check_record(source: Source, site: Site | None) -> Iterator[Finding]:
    """The feed against what is stored."""
    if site is None:
        yield warning(RECORD, "there is no record: a next build cannot keep the GUIDs", _KEEP)
        return
    if text_of(source.channel, "podcast:guid") != site.podcast_guid:
        yield error(FEED, "podcast:guid is not the one that is stored", _KEEP)
    stored = {it.episode.guid for it in site.episodes}
    if {text_of(it, "guid") for it in source.items} != stored:
        yield error(FEED, "its episodes are not those that are stored", _KEEP)


def check_previous(source: Source, previous: Source) -> Iterator[Finding]:
    """The feed against the one that was published before it."""
    before, now = (text_of(it.channel, "podcast:guid") for it in (previous, source))
    if before and before != now:
        yield error(FEED, "podcast:guid has changed: directories take this for another show", _KEEP)
    guids = {text_of(it, "guid") for it in source.items}
    known = {text_of(it, "guid") for it in previous.items}
    new = [it for it in source.items if text_of(it, "guid") not in known]
    for old in previous.items:
        if text_of(old, "guid") in guids:
            continue
        title, place = text_of(old, "title"), _place(old)
        same = [it for it in new if text_of(it, "title") == title or _place(it) == place]
        if same:
            message = "its GUID has changed: every listener gets it once more"
            yield error(name_of(same[0]), message, _KEEP)
        else:
            yield warning(name_of(old), "it was published and is gone",
                          "Players keep what was fetched; nobody new finds it.")  # fmt: skip


def _place(item: ET.Element) -> str:
    """Where the sound is, without the address of the host, which may change."""
    about = item.find("enclosure")
    return "/".join(about.get("url", "").split("/")[-2:]) if about is not None else ""
