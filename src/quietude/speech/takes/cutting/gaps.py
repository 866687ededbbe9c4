"""Lines that only the second ear hears, where no good reading was found.

Between two good readings there may be a line that a person says so unlike the voice that the search
did not find it, or found it together with the next one. The sounds there are parted at their
pauses, and each run of them of about the right length is heard for the lines that may stand there.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from quietude.speech.takes.cutting.bands import STEP_S, Stretch
from quietude.speech.takes.cutting.edges import quiet_edges, reader_breath
from quietude.speech.takes.cutting.readings import Reading, pace_of
from quietude.speech.takes.cutting.second_ear import FASTEST, FEW_WORDS, SLOWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.speech.takes.cutting.bands import Heard
    from quietude.speech.takes.cutting.reference import VoicedLine
    from quietude.speech.takes.cutting.second_ear import SecondEar

_BESIDE = 3
"""Lines before and after those around a gap, since lines are swapped."""
_TOUCHING = 10
"""Frames of quiet, or of overlap, that part nothing."""
_OVERLAP = 0.5

_TIMES = 5
"""Times the sound of a gap is heard at most, for one line or another; and all gaps together no
longer than the recording. Hearing takes 0.06 s of a processor for each second."""

_Run = tuple[int, int, int]
"""The index of a line, and the first and the last of the sounds that may be it."""


def with_lines_heard(
    sound: Heard, readings: Sequence[Reading], lines: Sequence[VoicedLine], ear: SecondEar
) -> tuple[list[Reading], list[Reading]]:
    """Adds the lines that the second ear hears.

    Args:
        sound: The recording.
        readings: The readings that were found.
        lines: The lines of the script.
        ear: Hears the words of a line.

    Returns:
        All readings in order, without doubtful ones in the place of those that were added; and
        these alone.
    """
    good = sorted((one for one in readings if one.verdict == "good"), key=lambda one: one.start_s)
    if not good:
        return list(readings), []
    pace = pace_of(good, lines)
    end_s = len(sound.bands) * STEP_S
    first = Reading(-1, 0.0, 0.0, "good", "", 0.0, alone=True)
    last = Reading(len(lines), end_s, end_s, "good", "", end_s, alone=True)
    breath = reader_breath(sound)
    missing = set(range(len(lines))) - {one.line for one in good}
    left_s = end_s
    added: list[Reading] = []
    for before, after in pairwise([first, *good, last]):
        expected = _expected(before.line, after.line, missing, len(lines))
        sounds = _sounds_between(sound.stretches, before, after)
        gap_s = _TIMES * STEP_S * sum(one.end - one.start for one in sounds)
        heard: list[tuple[float, _Run]] = []
        for run in _runs(sounds, expected, lines, pace):
            if any(run[0] != one[0] and _share_a_sound(run, one) for _, one in heard):
                continue
            span_s = sounds[run[1]].start * STEP_S, sounds[run[2]].end * STEP_S
            gap_s -= span_s[1] - span_s[0]
            left_s -= span_s[1] - span_s[0]
            if min(gap_s, left_s) < 0:
                break
            likeness = ear.hears(run[0], *span_s)
            if likeness is not None:
                heard.append((likeness, run))
        for line, start, end in _likeliest(heard):
            edges = quiet_edges(
                sound,
                sounds[start].start,
                sounds[end].end,
                sounds[start - 1].end if start else round(before.end_s / STEP_S),
                sounds[end + 1].start if end + 1 < len(sounds) else round(after.start_s / STEP_S),
                breath,
            )
            start_s = edges.first * STEP_S
            added.append(
                Reading(line, start_s, edges.last * STEP_S, "good", "", start_s, alone=edges.alone)
            )
    kept = [one for one in readings if one.verdict == "good" or not _replaced(one, added)]
    return sorted([*kept, *added], key=lambda one: one.start_s), added


def _expected(before: int, after: int, missing: set[int], count: int) -> set[int]:
    """Lines that may stand between two: any near them that is missing, and what is read again."""
    low, high = sorted((before, after))
    expected = {line for line in missing if low - _BESIDE <= line <= high + _BESIDE}
    again = range(low, high + 1) if high - low <= 2 * _BESIDE else (before, after)
    return expected | {line for line in again if 0 <= line < count}


def _sounds_between(stretches: Sequence[Stretch], before: Reading, after: Reading) -> list[Stretch]:
    """The sounds between two readings, those that a pause hardly parts as one."""
    first, last = before.end_s / STEP_S - _TOUCHING, after.start_s / STEP_S + _TOUCHING
    sounds: list[Stretch] = []
    for one in stretches:
        if one.start < first or one.end > last:
            continue
        if sounds and one.start - sounds[-1].end < _TOUCHING:
            sounds[-1] = Stretch(sounds[-1].start, one.end)
        else:
            sounds.append(one)
    return sounds


def _runs(
    sounds: Sequence[Stretch], expected: set[int], lines: Sequence[VoicedLine], pace: float
) -> list[_Run]:
    """Each line with the sounds that may be it by their length, the likeliest lengths first."""
    runs: list[tuple[float, _Run]] = []
    for line in expected:
        usual = pace * lines[line].sounding
        if len(lines[line].words) <= FEW_WORDS:
            continue
        for start, one in enumerate(sounds):
            for end in range(start, len(sounds)):
                ratio = (sounds[end].end - one.start) / usual
                if ratio > SLOWEST:
                    break
                if ratio >= FASTEST:
                    runs.append((abs(math.log(ratio)), (line, start, end)))
    return [run for _, run in sorted(runs)]


def _share_a_sound(one: _Run, other: _Run) -> bool:
    return one[1] <= other[2] and other[1] <= one[2]


def _likeliest(heard: Sequence[tuple[float, _Run]]) -> list[_Run]:
    """The likeliest of those that share a sound, in order."""
    kept: list[_Run] = []
    for _, run in sorted(heard, reverse=True):
        if not any(_share_a_sound(run, one) for one in kept):
            kept.append(run)
    return sorted(kept, key=lambda run: run[1])


def _replaced(reading: Reading, added: Sequence[Reading]) -> bool:
    """True if half of a reading, or of one that was added, is in both."""
    return any(
        min(one.end_s, reading.end_s) - max(one.start_s, reading.start_s)
        > _OVERLAP * min(one.end_s - one.start_s, reading.end_s - reading.start_s)
        for one in added
    )
