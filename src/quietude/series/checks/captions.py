"""Checks of captions and transcripts: as players read them, and against their sound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from statistics import median
from typing import TYPE_CHECKING

from quietude._util.strict_reading import LARGE_BYTES, read_bounded
from quietude.series.checks.finding import error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from quietude.series.checks.finding import SiteFinding

LINE_CHARS = 65
"""The longest line of a transcript that Apple takes."""

LATE_MS = 700
"""Captions that are off by more than this, on the whole, are another session's."""

_TIMES = re.compile(
    r"(\d+):(\d\d):(\d\d)([.,])(\d{3}) --> (\d+):(\d\d):(\d\d)([.,])(\d{3})(?:[ \t].*)?"
)
_LOOSE = re.compile(r"\d+:\d+.*-->")
_MARKUP = re.compile(r"<[^>]*>?|&(?!amp;|lt;|gt;|nbsp;|lrm;|rlm;|#\d+;)")
_WORD = re.compile(r"\w+")
_ENOUGH = 0.9
"""Share of the words of the captions that must stand in the transcript."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """A caption: its line in the file, start and end in milliseconds, and its text."""

    line: int
    start_ms: int
    end_ms: int
    text: str


def read_cues(text: str) -> list[ShownText]:
    """Cues of WebVTT or SubRip, as far as they can be read."""
    cues: list[ShownText] = []
    rows = text.splitlines()
    for number, row in enumerate(rows):
        match = _TIMES.fullmatch(row.strip())
        if not match:
            continue
        said = []
        for following in rows[number + 1 :]:
            if not following.strip():
                break
            said.append(following)
        parts = match.groups()
        start, end = _ms(parts[0:3], parts[4]), _ms(parts[5:8], parts[9])
        cues.append(ShownText(number + 1, start, end, "\n".join(said)))
    return cues


def check_captions(
    path: Path, place: str, length_ms: int | None, *, vtt: bool
) -> Iterator[SiteFinding]:
    """Check WebVTT or SubRip: cues in order, apart, within the session, plain and not too long."""
    try:
        text = read_bounded(path, LARGE_BYTES).decode("utf-8")
    except (OSError, ValueError):
        yield error(place, "this transcript is not text in UTF-8")
        return
    rows = text.splitlines()
    if vtt and (not rows or not rows[0].startswith("WEBVTT")):
        yield error(place, "this is not WebVTT: its first line is not WEBVTT")
    if not vtt and rows and rows[0].startswith("WEBVTT"):
        yield error(place, "this is WebVTT under the name of SubRip")
    yield from _times(rows, place, vtt=vtt)
    cues = read_cues(text)
    if not cues:
        yield error(place, "it has no captions")
    yield from _order(cues, place, length_ms)
    for cue in cues:
        if not cue.text.strip():
            yield error(f"{place}:{cue.line}", "this caption is empty")
            break
    for cue in cues:
        # SubRip has no escapes: there an ampersand is itself, and an angle bracket may be one.
        if (match := _MARKUP.search(cue.text)) and (vtt or re.match(r"</?[a-zA-Z!]", match[0])):
            yield error(f"{place}:{cue.line}", "markup stands in this caption")
            break
    # Notes are not shown, however long.
    long = [
        cue.line + number
        for cue in cues
        for number, row in enumerate(cue.text.splitlines(), 1)
        if len(row) > LINE_CHARS
    ]
    if long:
        message = f"a line has more than {LINE_CHARS} characters"
        yield error(f"{place}:{long[0]}", message)


def _times(rows: Sequence[str], place: str, *, vtt: bool) -> Iterator[SiteFinding]:
    wanted = "." if vtt else ","
    for number, row in enumerate(rows, 1):
        match = _TIMES.fullmatch(row.strip())
        if match and {match[4], match[9]} != {wanted}:
            kind = "WebVTT" if vtt else "SubRip"
            yield error(f"{place}:{number}", f'{kind} writes its times with "{wanted}"')
            return
        if not match and _LOOSE.search(row):
            yield error(f"{place}:{number}", "this is not a time of a caption")
            return


def _order(cues: Sequence[ShownText], place: str, length_ms: int | None) -> Iterator[SiteFinding]:
    before: ShownText | None = None
    for cue in cues:
        if cue.end_ms <= cue.start_ms or (before and cue.start_ms < before.start_ms):
            yield error(f"{place}:{cue.line}", "this caption is not in order")
            return
        if before and cue.start_ms < before.end_ms:
            yield error(f"{place}:{cue.line}", "this caption begins before the last one ends")
            return
        if length_ms is not None and cue.end_ms > length_ms:
            yield error(f"{place}:{cue.line}", "this caption ends after the session")
            return
        before = cue


def check_agreement(
    named: dict[str, tuple[str, str]], spoken_ms: Sequence[int]
) -> Iterator[SiteFinding]:
    """Compare the transcripts of an episode with each other and with the lines in its sound.

    Args:
        named: Path and text of each, by its media type.
        spoken_ms: Starts of the lines in the tags of the sound; empty if it has none.
    """
    vtt, srt = (named.get(kind) for kind in ("text/vtt", "application/x-subrip"))
    cues = read_cues(vtt[1]) if vtt else []
    if vtt and srt and cues:
        others = [(cue.start_ms, cue.end_ms) for cue in read_cues(srt[1])]
        if others and others != [(cue.start_ms, cue.end_ms) for cue in cues]:
            yield error(srt[0], f"its times are not those of {vtt[0]}")
    if vtt and cues and spoken_ms:
        starts = [cue.start_ms for cue in cues]
        off = median(min(abs(start - spoken) for start in starts) for spoken in spoken_ms)
        if off > LATE_MS:
            message = f"its captions are {off / 1000:.1f} s away from the words in the sound"
            yield error(vtt[0], message)
    plain = named.get("text/plain")
    if plain:
        yield from _plain(*plain, cues)


def _plain(place: str, text: str, cues: Sequence[ShownText]) -> Iterator[SiteFinding]:
    if not text.strip():
        yield error(place, "this transcript is empty")
        return
    said = [word for cue in cues for word in _words(unescape(cue.text))]
    known = set(_words(text))
    if said and sum(word in known for word in said) < _ENOUGH * len(said):
        yield error(place, "this is the transcript of other words than the captions")


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _ms(clock: Sequence[str], rest: str) -> int:
    hours, minutes, seconds = map(int, clock)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(rest)
