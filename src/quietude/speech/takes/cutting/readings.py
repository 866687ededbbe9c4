"""Readings of the lines of a script in a recording."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from quietude.speech.takes.cutting.bands import STEP_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.speech.takes.cutting.judging import Verdict
    from quietude.speech.takes.cutting.reference import VoicedLine

_TOUCHING_S = 0.25
"""A sound that lasts longer than that beyond an edge is not the end of the line that fades."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line that was read, at one place of the recording.

    Attributes:
        line: The index of the line.
        start_s: Its quiet edge before, in seconds.
        end_s: Its quiet edge after.
        verdict: ``good`` if it is this line and whole.
        word: The word that is most unlike the voice's; "" in a good one.
        word_s: The time of that word.
        alone: True if there is a pause before it and after it.
    """

    line: int
    start_s: float
    end_s: float
    verdict: Verdict
    word: str
    word_s: float
    alone: bool


def pace_of(readings: Sequence[Reading], lines: Sequence[VoicedLine]) -> float:
    """Frames of a reading for each that the voice sounds in its line: their median; 1 of none.

    Args:
        readings: Readings of one recording; those that are good count.
        lines: The lines of its script.
    """
    paces = [
        (one.end_s - one.start_s) / STEP_S / lines[one.line].sounding
        for one in readings
        if one.verdict == "good"
    ]
    return median(paces) if paces else 1.0


@dataclass(frozen=True, slots=True)
class CutRecording:
    """A recording with its lines.

    Attributes:
        seconds: Its length.
        readings: The readings of lines, in order.
        others: Start and end, in seconds, of sounds that belong to no line.
        speech_db: The level of its speech above that of its room, in dB.
        sounding: Start and end, in seconds, of every stretch in which something sounds.
        heard_twice: True if a second opinion on its readings was heard.
    """

    seconds: float
    readings: tuple[Reading, ...]
    others: tuple[tuple[float, float], ...]
    speech_db: float
    sounding: tuple[tuple[float, float], ...] = field(default=(), repr=False)
    heard_twice: bool = False

    def chosen(self, line: int, *, doubtful: bool = False) -> Reading | None:
        """The last good reading of a line; None if there is none.

        Args:
            line: The index of the line.
            doubtful: True to take the last doubtful one where none is good.
        """
        for verdict in ("good", "doubtful") if doubtful else ("good",):
            for reading in reversed(self.readings):
                if reading.line == line and reading.verdict == verdict:
                    return reading
        return None

    def with_margins(
        self, reading: Reading, before_s: float, after_s: float
    ) -> tuple[float, float]:
        """Start and end of a reading with quiet around it, half-way to the next sound at most."""
        earlier = [end for _, end in self.sounding if end <= reading.start_s]
        later = [start for start, _ in self.sounding if start >= reading.end_s]
        first = (earlier[-1] + reading.start_s) / 2 if earlier else 0.0
        last = (later[0] + reading.end_s) / 2 if later else self.seconds
        # A sound that goes on at an edge leaves no room for a margin.
        for start, end in self.sounding:
            if start < reading.start_s < end and reading.start_s - start > _TOUCHING_S:
                first = reading.start_s
            if start < reading.end_s < end and end - reading.end_s > _TOUCHING_S:
                last = reading.end_s
        return max(first, reading.start_s - before_s), min(last, reading.end_s + after_s)
