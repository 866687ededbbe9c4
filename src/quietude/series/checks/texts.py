"""Checks of the chapters and transcripts beside the sessions."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from quietude._util.files import is_file
from quietude._util.strict_reading import LARGE_BYTES, read_bounded, read_json
from quietude.series.checks.captions import check_agreement, check_captions
from quietude.series.checks.feed.document import milliseconds, name_of, text_of
from quietude.series.checks.finding import error, warning
from quietude.series.checks.sound_tags import spoken_starts_ms
from quietude.series.site.feed import NAMESPACES as NS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from quietude.series.checks.feed.document import FeedDocument
    from quietude.series.checks.finding import SiteFinding

_CAPTIONS = {"text/vtt", "application/x-subrip"}
_NEAR_MS = 1


def check_texts(folder: Path, feed: FeedDocument) -> Iterator[SiteFinding]:
    """Check the chapters and transcripts of every episode."""
    for item in feed.items:
        length = text_of(item, "itunes:duration")
        length_ms = (int(length) + 1) * 1000 if length.isdecimal() else None
        for element in item.findall("podcast:chapters", NS):
            if place := _path(folder, feed, element):
                yield from check_chapters(folder / place, place, length_ms)
                yield from _same_chapters(folder / place, item)
        named: dict[str, tuple[str, str]] = {}
        for element in item.findall("podcast:transcript", NS):
            place, kind = _path(folder, feed, element), element.get("type", "")
            if not place:
                continue
            if kind in _CAPTIONS:
                yield from check_captions(folder / place, place, length_ms, vtt=kind == "text/vtt")
            try:
                text = read_bounded(folder / place, LARGE_BYTES).decode("utf-8")
                named.setdefault(kind, (place, text))
            except (OSError, ValueError):
                if kind not in _CAPTIONS:
                    yield error(place, "this transcript is not text in UTF-8")
        enclosure = item.find("enclosure")
        sound = feed.path_of(enclosure.get("url", "")) if enclosure is not None else None
        yield from check_agreement(named, spoken_starts_ms(folder / sound) if sound else [])


def check_chapters(path: Path, place: str, length_ms: int | None) -> Iterator[SiteFinding]:
    """Check chapters by the rules of Podcasting 2.0: from 0, ascending, within the session."""
    try:
        plain: Any = read_json(path, LARGE_BYTES)
        starts = [float(chapter["startTime"]) for chapter in plain["chapters"]]
        titles = [chapter["title"] for chapter in plain["chapters"]]
        version = str(plain["version"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        yield error(place, "these are not chapters of Podcasting 2.0")
        return
    if not version.startswith("1."):
        yield warning(
            place, f'version "{version[:20]}" is not known to players', "They know 1.2.0."
        )
    finite = all(map(math.isfinite, starts))
    if not starts or not finite or starts[0] or any(a >= b for a, b in pairwise(starts)):
        yield error(place, "these chapters do not ascend from 0")
    if length_ms is not None and starts and starts[-1] * 1000 > length_ms:
        yield error(place, "the last chapter begins after the end of the session")
    if not all(isinstance(title, str) and title.strip() for title in titles):
        yield error(place, "a chapter has no title")


def _same_chapters(path: Path, item: ET.Element) -> Iterator[SiteFinding]:
    """Compare the file of chapters with those that stand in the feed itself."""
    try:
        plain: Any = read_json(path, LARGE_BYTES)
        given = [
            (str(chapter["title"]), round(float(chapter["startTime"]) * 1000))
            for chapter in plain["chapters"]
        ]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return
    listed = [
        (chapter.get("title", ""), milliseconds(chapter.get("start", "")))
        for chapter in item.findall("psc:chapters/psc:chapter", NS)
    ]
    if not listed or any(start is None for _, start in listed):
        return
    same = [title for title, _ in given] == [title for title, _ in listed] and all(
        abs(one - (other or 0)) <= _NEAR_MS
        for (_, one), (_, other) in zip(given, listed, strict=True)
    )
    if not same:
        yield error(name_of(item), "its two lists of chapters (psc and JSON) differ")


def _path(folder: Path, feed: FeedDocument, element: ET.Element) -> str | None:
    """Path within the folder of the file that an element names; None if it is not there."""
    path = feed.path_of(element.get("url", ""))
    return path if path and is_file(folder / path) else None
