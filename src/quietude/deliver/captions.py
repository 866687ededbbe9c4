"""What is heard, as captions: lines short enough to read while they stand.

Times are whole milliseconds from the beginning of the file. A caption has at most two lines of at
most 42 characters. It stands for at least a second, and longer where its text needs it and the
next one leaves the time.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from quietude.durations import lrc_timestamp, timestamp_ms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINE_CHARS = 42
LINES = 2
READABLE_CHARS_PER_S = 17.0
SHORTEST_MS = 1000
GAP_MS = 40
"""Between two captions, so that a viewer sees that they change."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of sound and its words.

    Attributes:
        start_ms: When it begins.
        end_ms: When it ends.
        text: What is said; or what is heard, in brackets.
        words_ms: When each word of the text begins; empty where that is not known.
    """

    start_ms: int
    end_ms: int
    text: str
    words_ms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """Lines and when they stand."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


def captions(heard: Iterable[Heard], total_ms: int) -> list[Caption]:
    """Captions in order, never overlapping.

    A phrase too long for one caption is cut between words: where the next word begins, or, where
    that is not known, by length.

    Args:
        heard: In any order. What starts while something else is said is kept back until then.
        total_ms: The end of the file.
    """
    worded = [it for it in heard if it.text.split()]
    pieces = sorted((it for one in worded for it in _cut(one)), key=lambda it: it.start_ms)
    made: list[Caption] = []
    for number, it in enumerate(pieces):
        limit = pieces[number + 1].start_ms - GAP_MS if number + 1 < len(pieces) else total_ms
        needed = max(SHORTEST_MS, round(len(it.text) * 1000 / READABLE_CHARS_PER_S))
        end = min(max(it.end_ms, it.start_ms + needed), max(limit, it.start_ms + 1))
        made.append(Caption(it.start_ms, end, tuple(_lines(it.text))))
    return made


def _cut(heard: Heard) -> Iterator[Heard]:
    """The pieces of a phrase that fit a caption each."""
    lines = _lines(heard.text)
    texts = [" ".join(lines[at : at + LINES]) for at in range(0, len(lines), LINES)]
    begun = list(accumulate((len(it.split()) for it in texts), initial=0))
    said = list(accumulate(map(len, texts), initial=0))
    span = heard.end_ms - heard.start_ms
    known = len(heard.words_ms) == begun[-1]
    edges = [
        heard.words_ms[begun[it]] if known else heard.start_ms + round(span * said[it] / said[-1])
        for it in range(1, len(texts))
    ]
    for text, start, end in zip(
        texts, [heard.start_ms, *edges], [*edges, heard.end_ms], strict=True
    ):
        yield Heard(start, end, text)


def _lines(text: str) -> list[str]:
    """Lines of like length, as few as there can be."""
    words = " ".join(text.split())
    few = textwrap.wrap(words, LINE_CHARS, break_on_hyphens=False)
    for width in range(-(-len(words) // max(len(few), 1)), LINE_CHARS):
        even = textwrap.wrap(words, width, break_on_hyphens=False, break_long_words=False)
        if len(even) == len(few) and max(map(len, even)) <= LINE_CHARS:
            return even
    return few


def fits_one(text: str) -> bool:
    """Whether a phrase fits one caption, and need not be cut."""
    return len(_lines(text)) <= LINES


def vtt(made: Sequence[Caption], note: str = "") -> str:
    """WebVTT.

    Args:
        made: The captions.
        note: A line for those who open the file; no player shows it.
    """
    cues = [
        f"{number}\n{timestamp_ms(it.start_ms, '.')} --> {timestamp_ms(it.end_ms, '.')}\n"
        + "\n".join(_escaped(line) for line in it.lines)
        + "\n"
        for number, it in enumerate(made, start=1)
    ]
    return "\n".join(["WEBVTT\n", *([f"NOTE {note}\n"] if note else []), *cues])


def srt(made: Sequence[Caption]) -> str:
    """SubRip."""
    return "\n".join(
        f"{number}\n{timestamp_ms(it.start_ms, ',')} --> {timestamp_ms(it.end_ms, ',')}\n"
        + "\n".join(it.lines)
        + "\n"
        for number, it in enumerate(made, start=1)
    )


def lrc(made: Sequence[Caption], title: str, total_ms: int) -> str:
    """LRC, for players of songs; an empty line clears the screen in a silence."""
    rows = [f"[ti:{title}]", "[by:Quietude]", f"[length:{lrc_timestamp(total_ms)[:-3]}]"]
    for number, it in enumerate(made):
        rows.append(f"[{lrc_timestamp(it.start_ms)}]{' '.join(it.lines)}")
        follows = made[number + 1].start_ms if number + 1 < len(made) else total_ms
        if follows - it.end_ms > SHORTEST_MS:
            rows.append(f"[{lrc_timestamp(it.end_ms)}]")
    return "\n".join(rows) + "\n"


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
