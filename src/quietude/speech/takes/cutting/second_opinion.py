"""A second opinion on readings, by a recogniser that learnt from people.

The network that compares a reading with a synthetic voice learnt from synthetic voices, and doubts
many a line that a person read well. pocketsphinx learnt from people, and knows nothing of the
voice: it hears how likely the words of the line are beside all other sounds. Each is mistaken about
other lines, so a line that one of them doubts may be good, and one that both take for good hardly
ever is another.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quietude.audio.clip import Clip
    from quietude.speech.alignment import Aligner, Likeness
    from quietude.speech.takes.cutting.cutting import CutRecording, Reading
    from quietude.speech.takes.cutting.reference import VoicedLine

_GOOD_MEAN, _GOOD_LEAST = -5.2, -7.2
"""Likeness of the words of a line, and of the least like of them, from which it is good. Lines that
people read were above in 19 of 20, with noise at 20 dB; none with one word of another line in
it was (54), nor one whose second half was another's (30)."""
_WRONG_MEAN, _WRONG_LEAST = -6.0, -10.0
"""The same, below which it is doubtful: no right line was."""
_FEW_WORDS = 2
"""Words that are too few to be heard by: "breathe in" is likely in many a place."""
_ALIKE, _TOLD_APART = 0.5, 0.4
"""Lines that share half of their words have to be less like what was read, by so much."""
_BEFORE_S, _AFTER_S = 0.1, 0.15


def with_second_opinion(
    cut: CutRecording,
    lines: Sequence[VoicedLine],
    part: Callable[[float, float], Clip],
    aligner: Aligner,
) -> CutRecording:
    """The recording with verdicts of both.

    Args:
        cut: A recording that was cut.
        lines: The lines of its script.
        part: Returns its sound from one second to another.
        aligner: The recogniser.
    """
    readings = tuple(_reheard(one, lines, part, aligner) for one in cut.readings)
    return dataclasses.replace(cut, readings=readings, heard_twice=True)


def _reheard(
    reading: Reading,
    lines: Sequence[VoicedLine],
    part: Callable[[float, float], Clip],
    aligner: Aligner,
) -> Reading:
    line = lines[reading.line]
    if len(line.words) <= _FEW_WORDS:
        return reading
    start_s = max(0.0, reading.start_s - _BEFORE_S)
    sound = part(start_s, reading.end_s + _AFTER_S)
    found = aligner.likeness(" ".join(line.words), sound)
    if found is None or found.words <= _FEW_WORDS:
        return reading
    if reading.verdict == "good" and (found.mean < _WRONG_MEAN or found.least < _WRONG_LEAST):
        word, word_s = found.least_word or reading.word, start_s + found.least_s
        return dataclasses.replace(reading, verdict="doubtful", word=word, word_s=word_s)
    if (
        reading.verdict != "good"
        and reading.alone
        and found.mean >= _GOOD_MEAN
        and found.least >= _GOOD_LEAST
        and not _may_be_another(found, reading.line, lines, sound, aligner)
    ):
        return dataclasses.replace(reading, verdict="good", word="")
    return reading


def _may_be_another(
    found: Likeness, line: int, lines: Sequence[VoicedLine], sound: Clip, aligner: Aligner
) -> bool:
    """True if a line with half of the same words is about as much like what was read."""
    for other in lines:
        if other.plain_words != lines[line].plain_words and other.shares(lines[line]) >= _ALIKE:
            likeness = aligner.likeness(" ".join(other.words), sound)
            if likeness and likeness.mean > found.mean - _TOLD_APART:
                return True
    return False
