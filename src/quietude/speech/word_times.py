"""Start times of the words in a phrase: from the engine, from alignment, or by length.

A clip's marks are the frames at which its words start, one for each word of the text that has a
letter or digit in it; −1 for a word that was run together with the one before ("in the"). An
engine that cannot match marks to words gives none.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quietude.audio.clip import Clip

Source = Literal["engine", "aligned", "proportional"]
SOURCES: tuple[Source, ...] = ("engine", "aligned", "proportional")
"""The best first."""
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class WordTimes:
    """Times of the words in a phrase.

    Attributes:
        starts: The frame at which each word starts, one for each that :meth:`str.split` finds.
        sources: For each, ``engine`` if the engine gave it, ``aligned`` if it was found in the
            sound (:mod:`quietude.speech.alignment`), ``proportional`` if the time between its
            neighbours, or of the whole phrase, is shared out by the number of letters.
        end: The frame at which the last one ends; like the first start, it is exact.
    """

    starts: tuple[int, ...]
    sources: tuple[Source, ...]
    end: int


def word_times(text: str, clip: Clip, aligned: Sequence[int] = ()) -> WordTimes:
    """Times of the words of a text in its clip.

    Args:
        text: The text as it is shown. The engine may have got another (a respelling); where the
            number of words differs too, marks cannot be used.
        clip: The phrase, trimmed.
        aligned: Marks that were found in its sound, for where the engine gave none.
    """
    from quietude.speech.processing import trimmed_edges  # workers need no scipy

    words = text.split()
    first, last = trimmed_edges(clip)
    said = [any(map(str.isalnum, word)) for word in words]
    by_engine = marks_fit(text, clip.marks)
    usable = by_engine or marks_fit(text, aligned)
    marks = iter((clip.marks if by_engine else aligned) if usable else [UNKNOWN] * sum(said))
    source: Source = "engine" if by_engine else "aligned"
    starts = [next(marks) if is_said else UNKNOWN for is_said in said]
    sources: list[Source] = ["proportional" if start == UNKNOWN else source for start in starts]
    if starts and starts[0] == UNKNOWN:
        starts[0] = first
    return WordTimes(_interpolated(words, starts, last), tuple(sources), last)


def source_counts(times: Iterable[WordTimes]) -> dict[Source, int]:
    """Number of words by the source of their time."""
    sources = [source for words in times for source in words.sources]
    return {source: sources.count(source) for source in SOURCES}


def marks_fit(text: str, marks: Sequence[int]) -> bool:
    """True if there is a mark for each word of a text that is said."""
    return len(marks) == sum(any(map(str.isalnum, word)) for word in text.split())


def _interpolated(words: Sequence[str], starts: Sequence[int], last: int) -> tuple[int, ...]:
    """Fills in unknown starts, in proportion to letters between the known ones.

    A word counts its letters and one for the gap after it.
    """
    filled = list(starts)
    known = [index for index, start in enumerate(starts) if start != UNKNOWN]
    for here, following in pairwise([*known, len(words)]):
        end = starts[following] if following < len(words) else last
        lengths = [len(word) + 1 for word in words[here:following]]
        passed = 0
        for index, length in enumerate(lengths, start=here):
            filled[index] = starts[here] + round((end - starts[here]) * passed / sum(lengths))
            passed += length
    return tuple(filled)


def spoken_words(text: str) -> list[tuple[int, int]]:
    """Positions in a text of the words that are said: first character, and one after the last."""
    spans, position = [], 0
    for word in text.split():
        position = text.index(word, position)
        if any(map(str.isalnum, word)):
            spans.append((position, position + len(word)))
        position += len(word)
    return spans
