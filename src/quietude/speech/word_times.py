"""Where the words of a phrase are: told by the engine, found in the sound, or shared by length.

A clip's marks are the frames at which its words start, one for each word of the text that has a
letter or digit in it; −1 for a word that was run together with the one before ("in the"). An
engine that cannot tell which mark is whose tells none.
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
    """When the words of a phrase are said.

    Attributes:
        starts: The frame at which each word starts, one for each that :meth:`str.split` finds.
        sources: For each, ``engine`` if the engine told it, ``aligned`` if it was found in the
            sound (:mod:`quietude.speech.alignment`), ``proportional`` if the time between its
            neighbours, or of the whole phrase, is shared by the number of letters.
        end: The frame at which the last one ends; like the first start, it is exact.
    """

    starts: tuple[int, ...]
    sources: tuple[Source, ...]
    end: int


def word_times(text: str, clip: Clip, aligned: Sequence[int] = ()) -> WordTimes:
    """When the words of a text are said in its clip.

    Args:
        text: What is shown. It may differ from what the engine was given (a respelling); where
            the number of words differs too, marks cannot be used.
        clip: The phrase, trimmed.
        aligned: Marks that were found in its sound, for where the engine told none.
    """
    from quietude.speech.processing import trimmed_edges  # workers need no scipy

    words = text.split()
    first, last = trimmed_edges(clip)
    said = [any(map(str.isalnum, it)) for it in words]
    by_engine = marks_fit(text, clip.marks)
    usable = by_engine or marks_fit(text, aligned)
    marks = iter((clip.marks if by_engine else aligned) if usable else [UNKNOWN] * sum(said))
    source: Source = "engine" if by_engine else "aligned"
    told = [next(marks) if it else UNKNOWN for it in said]
    sources: list[Source] = ["proportional" if it == UNKNOWN else source for it in told]
    if told and told[0] == UNKNOWN:
        told[0] = first
    return WordTimes(_shared(words, told, last), tuple(sources), last)


def source_counts(times: Iterable[WordTimes]) -> dict[Source, int]:
    """How many words have their time from which source."""
    told = [source for it in times for source in it.sources]
    return {it: told.count(it) for it in SOURCES}


def marks_fit(text: str, marks: Sequence[int]) -> bool:
    """Whether there is a mark for each word of a text that is said."""
    return len(marks) == sum(any(map(str.isalnum, it)) for it in text.split())


def _shared(words: Sequence[str], told: Sequence[int], last: int) -> tuple[int, ...]:
    """Starts for the words that have none, by letters between those that have one."""
    starts = list(told)
    known = [it for it, frame in enumerate(told) if frame != UNKNOWN]
    for here, follows in pairwise([*known, len(words)]):
        end = told[follows] if follows < len(words) else last
        lengths = [len(it) + 1 for it in words[here:follows]]
        passed = 0
        for number, length in enumerate(lengths, start=here):
            starts[number] = told[here] + round((end - told[here]) * passed / sum(lengths))
            passed += length
    return tuple(starts)


def spoken_words(text: str) -> list[tuple[int, int]]:
    """Where the words that are said stand in a text: first character and the one after the last."""
    found, at = [], 0
    for it in text.split():
        at = text.index(it, at)
        if any(map(str.isalnum, it)):
            found.append((at, at + len(it)))
        at += len(it)
    return found
