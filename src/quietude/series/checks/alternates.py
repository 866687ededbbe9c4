"""Checks of the formats besides MP3 in which a session is offered."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from quietude._util.files import is_file
from quietude.errors import DeliveryError
from quietude.series.checks.feed.document import name_of, text_of
from quietude.series.checks.finding import error, warning
from quietude.series.checks.sound_levels import measured
from quietude.series.site.feed import NAMESPACES as NS
from quietude.series.site.paths import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from quietude.series.checks.feed.document import FeedDocument
    from quietude.series.checks.finding import SiteFinding

_TOLERANCE_S = 1.0


def check_alternates(folder: Path, feed: FeedDocument) -> Iterator[SiteFinding]:
    """Check every other format of every episode: its length, type, hash and sound."""
    for item in feed.items:
        for alternate in item.findall("podcast:alternateEnclosure", NS):
            source = alternate.find("podcast:source", NS)
            place = feed.path_of("" if source is None else source.get("uri", ""))
            if place is None:
                yield error(name_of(item), "another format of it has no address in this folder")
            elif not is_file(folder / place):
                yield error(place, "the feed names this file, and it is not there")
            else:
                yield from _file(folder / place, place, alternate, text_of(item, "itunes:duration"))


def _file(path: Path, place: str, alternate: ET.Element, said: str) -> Iterator[SiteFinding]:
    from quietude.deliver.formats.registry import FORMATS

    size, told = path.stat().st_size, alternate.get("length", "")
    if told != str(size):
        yield error(place, f"it has {size} bytes; the feed says {told[:20]}")
    expected, given = MEDIA_TYPES.get(path.suffix.lower(), ""), alternate.get("type", "")
    if expected.replace("x-m4a", "mp4") != given.replace("x-m4a", "mp4"):
        yield error(place, f'it is {expected}; the feed says "{given[:40]}"')
    integrity = alternate.find("podcast:integrity", NS)
    if integrity is not None and integrity.get("value") != _integrity(path):
        yield error(place, "it is not the file that the feed gives the hash of")
    try:
        FORMATS[path.suffix.lstrip(".").lower()].check_installed()
    except (DeliveryError, KeyError):
        hint = "Install ffmpeg."
        yield warning(place, "it could not be decoded to check it: that needs ffmpeg", hint)
        return
    try:
        seconds = measured(path).seconds
    except DeliveryError as fault:
        yield error(place, fault.message)
        return
    if said.isdecimal() and abs(seconds - int(said)) > _TOLERANCE_S:
        yield error(place, f"it lasts {seconds:.1f} s; the feed says {said} s")


def _integrity(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
