"""Captions: spoken text in lines short enough to read while they stand.

Times are whole milliseconds from the beginning of the file. A caption has at most two lines of at
most 42 characters. It stands for at least a second, and
longer where its text needs it and the next caption leaves the time.
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
"""Time between two captions, so that a viewer sees that they change."""


@dataclass(frozen=True, slots=True)
class TimedText:
    """A text that is heard, with its times.

    Attributes:
        start_ms: Its beginning.
        end_ms: Its end.
        text: The words of the voice, or another sound in brackets.
        words_ms: The beginning of each word of the text; empty if unknown.
    """

    start_ms: int
    end_ms: int
    text: str
    words_ms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """Lines that stand together, with their times."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


def captions(texts: Iterable[TimedText], total_ms: int) -> list[Caption]:
    """Captions in order, never overlapping.

    A phrase too long for one caption is cut between words: at the time of the next word, or, if
    the times of its words are unknown, in proportion to the letters.

    Args:
        texts: In any order. A text that starts during another one waits for its end.
        total_ms: The end of the file.
    """
    pieces = [piece for timed in texts if timed.text.split() for piece in _pieces(timed)]
    pieces.sort(key=lambda piece: piece.start_ms)
    limits_ms = [*(piece.start_ms - GAP_MS for piece in pieces[1:]), total_ms]
    found: list[Caption] = []
    for piece, limit_ms in zip(pieces, limits_ms, strict=False):  # the last limit may be alone
        needed_ms = max(SHORTEST_MS, round(len(piece.text) * 1000 / READABLE_CHARS_PER_S))
        wanted_ms = max(piece.end_ms, piece.start_ms + needed_ms)
        end_ms = min(wanted_ms, max(limit_ms, piece.start_ms + 1))
        found.append(Caption(piece.start_ms, end_ms, tuple(_lines(piece.text))))
    return found


def _pieces(timed: TimedText) -> Iterator[TimedText]:
    """The parts of a phrase that fit one caption each."""
    lines = _lines(timed.text)
    texts = [" ".join(lines[at : at + LINES]) for at in range(0, len(lines), LINES)]
    # The words and letters before each part, and in all of them.
    words = list(accumulate((len(text.split()) for text in texts), initial=0))
    letters = list(accumulate(map(len, texts), initial=0))
    if len(timed.words_ms) == words[-1]:
        cuts_ms = [timed.words_ms[number] for number in words[1:-1]]
    else:
        span_ms = timed.end_ms - timed.start_ms
        cuts_ms = [
            timed.start_ms + round(span_ms * before / letters[-1]) for before in letters[1:-1]
        ]
    starts_ms, ends_ms = [timed.start_ms, *cuts_ms], [*cuts_ms, timed.end_ms]
    for text, start_ms, end_ms in zip(texts, starts_ms, ends_ms, strict=True):
        yield TimedText(start_ms, end_ms, text)


def _lines(text: str) -> list[str]:
    """As few lines as possible, of similar length."""
    words = " ".join(text.split())
    fewest = textwrap.wrap(words, LINE_CHARS, break_on_hyphens=False)
    # The narrowest width that needs no further line makes the lines most even.
    for width in range(-(-len(words) // max(len(fewest), 1)), LINE_CHARS):
        even = textwrap.wrap(words, width, break_on_hyphens=False, break_long_words=False)
        if len(even) == len(fewest) and max(map(len, even)) <= LINE_CHARS:
            return even
    return fewest


def fits_one_caption(text: str) -> bool:
    """True if a phrase fits one caption and is not cut."""
    return len(_lines(text)) <= LINES


def vtt(shown: Sequence[Caption], note: str = "") -> str:
    """WebVTT.

    Args:
        shown: The captions.
        note: A comment for those who open the file; players do not show it.
    """
    cues = [
        f"{number}\n{_span(caption, '.')}\n" + "\n".join(map(_escaped, caption.lines)) + "\n"
        for number, caption in enumerate(shown, start=1)
    ]
    return "\n".join(["WEBVTT\n", *([f"NOTE {note}\n"] if note else []), *cues])


def srt(shown: Sequence[Caption]) -> str:
    """SubRip."""
    return "\n".join(
        f"{number}\n{_span(caption, ',')}\n" + "\n".join(caption.lines) + "\n"
        for number, caption in enumerate(shown, start=1)
    )


def lrc(shown: Sequence[Caption], title: str, total_ms: int) -> str:
    """LRC, for music players; an empty line clears the screen in a silence."""
    rows = [f"[ti:{title}]", "[by:Quietude]", f"[length:{lrc_timestamp(total_ms)[:-3]}]"]
    next_ms = [*(caption.start_ms for caption in shown[1:]), total_ms]
    for caption, follows_ms in zip(shown, next_ms, strict=False):
        rows.append(f"[{lrc_timestamp(caption.start_ms)}]{' '.join(caption.lines)}")
        if follows_ms - caption.end_ms > SHORTEST_MS:
            rows.append(f"[{lrc_timestamp(caption.end_ms)}]")
    return "\n".join(rows) + "\n"


def _span(caption: Caption, point: str) -> str:
    return f"{timestamp_ms(caption.start_ms, point)} --> {timestamp_ms(caption.end_ms, point)}"


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
