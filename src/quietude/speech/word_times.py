"""Start times of the words in a phrase: from the engine, from alignment, or by length.

A clip's marks are the frames at which its words start, one for each word of the text that has a
letter or digit in it; −1 for a word that was run together with the one before ("in the"). An
engine that cannot match marks to words gives none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quietude.audio.clip import Clip

Source = Literal["engine", "aligned", "proportional"]
SOURCES: tuple[Source, ...] = ("engine", "aligned", "proportional")
"""The best first."""
UNKNOWN = -1
_PHONEMES = re.compile(r"\[\[ [^\[\]]+ \]\]|\[[^\[\]]*\]\(/[^/]+/\)")
"""IPA as Piper takes it, and as hibari does."""


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


def word_times(text: str, clip: Clip, aligned: Sequence[int] = (), *, said: str = "") -> WordTimes:
    """Times of the words of a text in its clip.

    Args:
        text: The text as it is shown.
        clip: The phrase, trimmed.
        aligned: Marks that were found in its sound, for where the engine gave none.
        said: The text the engine got, to which the marks belong; "" if that is the same.
    """
    from quietude.speech.processing import trimmed_edges  # workers need no scipy

    words = text.split()
    first, last = trimmed_edges(clip)
    by_engine = marks_fit(said or text, clip.marks)
    usable = by_engine or marks_fit(said or text, aligned)
    marks = (clip.marks if by_engine else aligned) if usable else ()
    source: Source = "engine" if by_engine else "aligned"
    starts = _starts_as_written(text, said or text, marks)
    sources: list[Source] = ["proportional" if start == UNKNOWN else source for start in starts]
    if starts and starts[0] == UNKNOWN:
        starts[0] = first
    return WordTimes(_interpolated(words, starts, last), tuple(sources), last)


def shared_by_letters(text: str, first: int, last: int) -> WordTimes:
    """Times of the words of a phrase of which only the first and the last frame are known."""
    words = text.split()
    starts = _interpolated(words, [first, *[UNKNOWN] * (len(words) - 1)], last)
    sources: list[Source] = ["proportional"] * len(words)
    return WordTimes(starts, tuple(sources), last)


def source_counts(times: Iterable[WordTimes]) -> dict[Source, int]:
    """Number of words by the source of their time."""
    sources = [source for words in times for source in words.sources]
    return {source: sources.count(source) for source in SOURCES}


def marks_fit(text: str, marks: Sequence[int]) -> bool:
    """True if there is a mark for each word of a text that is said."""
    return len(marks) == len(spoken_words(without_phonemes(text)))


def _starts_as_written(text: str, said: str, marks: Sequence[int]) -> list[int]:
    """The mark of each written word, from the marks of the words that the engine got.

    Words that stand in both texts keep their marks. Of a row that was put in other words ("4-7-8",
    "4 p.m."), each keeps its own if their numbers agree, else the first has the mark of the first.
    """
    words = text.split()
    written = [index for index, word in enumerate(words) if any(map(str.isalnum, word))]
    starts = [UNKNOWN] * len(words)
    if not marks:
        return starts
    plain = without_phonemes(said)
    spoken = [_letters(plain[first:end]) for first, end in spoken_words(plain)]
    matcher = SequenceMatcher(
        a=[_letters(words[index]) for index in written], b=spoken, autojunk=False
    )
    for _, first, end, first_said, end_said in matcher.get_opcodes():
        pairs = end - first if end - first == end_said - first_said else 1
        for offset in range(min(pairs, end - first, end_said - first_said)):
            starts[written[first + offset]] = marks[first_said + offset]
    return starts


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()


def without_phonemes(text: str) -> str:
    """The text for an engine with one word in place of each row of ``[[ phonemes ]]``."""
    return _PHONEMES.sub("x", text)


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
