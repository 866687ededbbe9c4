"""Checks of the chapters and transcripts beside the sessions, as players read them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from quietude._util.files import is_file
from quietude._util.strict_reading import LARGE_BYTES, read_bounded, read_json
from quietude.series.checks.feed_document import text_of
from quietude.series.checks.finding import error, warning
from quietude.series.site.feed import NAMESPACES as NS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from quietude.series.checks.feed_document import FeedDocument
    from quietude.series.checks.finding import SiteFinding

LINE_CHARS = 65
"""The longest line of a transcript that Apple takes."""

_TIMES = re.compile(r"(\d+):(\d\d):(\d\d)[.,](\d{3}) --> (\d+):(\d\d):(\d\d)[.,](\d{3})")


def check_texts(folder: Path, feed: FeedDocument) -> Iterator[SiteFinding]:
    """Check the chapters and transcripts of every episode."""
    for item in feed.items:
        length = text_of(item, "itunes:duration")
        length_ms = (int(length) + 1) * 1000 if length.isdecimal() else None
        for element in item.findall("podcast:chapters", NS):
            if place := _path(folder, feed, element):
                yield from check_chapters(folder / place, place, length_ms)
        for element in item.findall("podcast:transcript", NS):
            place = _path(folder, feed, element)
            if place and element.get("type") in {"text/vtt", "application/x-subrip"}:
                vtt = element.get("type") == "text/vtt"
                yield from check_captions(folder / place, place, length_ms, vtt=vtt)


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
    if not starts or starts[0] or any(a >= b for a, b in pairwise(starts)):
        yield error(place, "these chapters do not ascend from 0")
    if length_ms is not None and starts and starts[-1] * 1000 > length_ms:
        yield error(place, "the last chapter begins after the end of the session")
    if not all(isinstance(title, str) and title.strip() for title in titles):
        yield error(place, "a chapter has no title")


def check_captions(
    path: Path, place: str, length_ms: int | None, *, vtt: bool
) -> Iterator[SiteFinding]:
    """Check WebVTT or SubRip: cues in order, within the session, in lines that are not too long."""
    try:
        lines = read_bounded(path, LARGE_BYTES).decode("utf-8").splitlines()
    except (OSError, ValueError):
        yield error(place, "this transcript is not text in UTF-8")
        return
    if vtt and (not lines or not lines[0].startswith("WEBVTT")):
        yield error(place, "this is not WebVTT: its first line is not WEBVTT")
    before = 0
    cues = [
        (number, match) for number, text in enumerate(lines, 1) if (match := _TIMES.match(text))
    ]
    if not cues:
        yield error(place, "it has no captions")
    for number, match in cues:
        start, end = _ms(match.groups()[:4]), _ms(match.groups()[4:])
        if start < before or end <= start:
            yield error(f"{place}:{number}", "this caption is not in order")
            break
        if length_ms is not None and end > length_ms:
            yield error(f"{place}:{number}", "this caption ends after the session")
            break
        before = start
    long = [number for number, text in enumerate(lines, 1) if len(text) > LINE_CHARS]
    if long:
        message = f"a line has more than {LINE_CHARS} characters"
        yield error(f"{place}:{long[0]}", message)


def _ms(parts: tuple[str | Any, ...]) -> int:
    hours, minutes, seconds, ms = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _path(folder: Path, feed: FeedDocument, element: ET.Element) -> str | None:
    """Path within the folder of the file that an element names; None if it is not there."""
    path = feed.path_of(element.get("url", ""))
    return path if path and is_file(folder / path) else None
