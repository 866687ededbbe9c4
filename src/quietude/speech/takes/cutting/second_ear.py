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

from quietude.speech.takes.cutting.bands import STEP_S
from quietude.speech.takes.cutting.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quietude.audio.clip import Clip
    from quietude.speech.alignment import Aligner, Likeness
    from quietude.speech.takes.cutting.reference import VoicedLine

_GOOD_MEAN, _GOOD_LEAST = -5.2, -7.2
"""Likeness of the words of a line, and of the least like of them, from which it is good. Lines that
people read were above in 19 of 20, with noise at 20 dB; none with one word of another line in
it was (54), nor one whose second half was another's (30)."""
_WRONG_MEAN, _WRONG_LEAST = -6.0, -10.0
"""The same, below which it is doubtful: no right line was."""
FEW_WORDS, _WRONG_FEW_MEAN = 2, -5.2
"""Words that are too few to be heard by ("breathe in" is likely in many a place), and the likeness
of such a line below which it is doubtful: of 24 right ones three were, of six wrong ones five."""
_ALIKE, _TOLD_APART = 0.5, 0.4
"""Lines that share half of their words have to be less like what was read, by so much."""
FASTEST, SLOWEST = 0.5, 1.5
"""Bounds of the length of a reading beside the reader's pace: what is said beside a line, the
recogniser may take for a long sound of it. Good ones of three paces were at 0.71 to 1.49."""
_BEFORE_S, _AFTER_S = 0.1, 0.15


class SecondEar:
    """Hears for each line if its words are in a part of a recording.

    Args:
        lines: The lines of the script.
        part: Returns the sound from one second of the recording to another.
        aligner: The recogniser.
    """

    def __init__(
        self, lines: Sequence[VoicedLine], part: Callable[[float, float], Clip], aligner: Aligner
    ) -> None:
        self._lines = lines
        self._part = part
        self._aligner = aligner

    def judged_again(self, reading: Reading, pace: float) -> Reading:
        """A reading with the verdict of both.

        Args:
            reading: A reading.
            pace: The pace of the reader, by :func:`quietude.speech.takes.cutting.readings.pace_of`.
        """
        found = self._likeness(reading.line, reading.start_s, reading.end_s)
        if found is None:
            return reading
        few = found.words <= FEW_WORDS
        wrong = found.mean < (_WRONG_FEW_MEAN if few else _WRONG_MEAN) or found.least < _WRONG_LEAST
        if reading.verdict == "good" and wrong:
            word = found.least_word or reading.word
            word_s = max(0.0, reading.start_s - _BEFORE_S) + found.least_s
            return dataclasses.replace(reading, verdict="doubtful", word=word, word_s=word_s)
        length = (reading.end_s - reading.start_s) / STEP_S
        usual = pace * self._lines[reading.line].sounding
        long_enough = reading.alone and FASTEST <= length / usual <= SLOWEST
        if reading.verdict != "good" and long_enough and self._is_sure(found, reading):
            return dataclasses.replace(reading, verdict="good", word="")
        return reading

    def hears(self, line: int, start_s: float, end_s: float) -> float | None:
        """Likeness of a part of the recording to a line; None if it is not surely that line.

        Args:
            line: The index of the line.
            start_s: Start of the part, in seconds.
            end_s: Its end.
        """
        reading = Reading(line, start_s, end_s, "doubtful", "", start_s, alone=True)
        found = self._likeness(line, start_s, end_s)
        return found.mean if found and self._is_sure(found, reading) else None

    def _likeness(self, line: int, start_s: float, end_s: float) -> Likeness | None:
        sound = self._part(max(0.0, start_s - _BEFORE_S), end_s + _AFTER_S)
        return self._aligner.likeness(" ".join(self._lines[line].words), sound)

    def _is_sure(self, found: Likeness, reading: Reading) -> bool:
        """True if its words are heard, and no line with half of them is about as likely."""
        if found.words <= FEW_WORDS or found.mean < _GOOD_MEAN or found.least < _GOOD_LEAST:
            return False
        line = self._lines[reading.line]
        for number, other in enumerate(self._lines):
            if other.plain_words == line.plain_words or other.shares(line) < _ALIKE:
                continue
            likeness = self._likeness(number, reading.start_s, reading.end_s)
            if likeness and likeness.mean > found.mean - _TOLD_APART:
                return False
        return True
