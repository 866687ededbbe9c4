"""A long recording of a script: which of its lines were read in it, when, and how well."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude.audio.ffmpeg_decode import DecodedTrack, needs_ffmpeg
from quietude.speech.takes.cutting.bands import (
    STEP_S,
    Heard,
    Stretch,
    bands_of,
    file_blocks,
    file_part,
    heard,
    whole_power,
)
from quietude.speech.takes.cutting.comparing import Compared, compared
from quietude.speech.takes.cutting.edges import quiet_edges, reader_breath
from quietude.speech.takes.cutting.gaps import with_lines_heard
from quietude.speech.takes.cutting.judging import judged, usual_in
from quietude.speech.takes.cutting.phones import line_phones, phones_of
from quietude.speech.takes.cutting.readings import CutRecording, Reading, pace_of
from quietude.speech.takes.cutting.search import HOP, Found, find_expected, find_lines
from quietude.speech.takes.cutting.second_ear import SecondEar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from quietude.speech.alignment import Aligner
    from quietude.speech.takes.cutting.edges import Edges
    from quietude.speech.takes.cutting.phones import Phones
    from quietude.speech.takes.cutting.reference import VoicedLine

_ALIKE, _TOLD_APART = 0.5, 0.2
"""Lines that share half of their words are told apart by their distances: in 43 such pairs, read by
two with noise at 20 dB, the right one was nearer by 0.35 at least, but for one pair."""
_AS_WHOLE, _AS_WHOLE_BUT_FOR_A_PHONE, _A_WORD = 0.1, 0.6, 40
"""Distance by which a line without its last part is no less alike, for a part of more frames than
a word has, and of fewer: its soft last phone may have been found in the next sound. Without a part
of their own, lines were further by 0.6 at least, most by more than 1."""
_SHORTEST_REMARK_S = 0.3
_PAUSE = 25
"""Frames of quiet that part a line from what is none of it."""


def cut_recording(
    path: Path, lines: Sequence[VoicedLine], aligner: Aligner | None = None
) -> CutRecording:
    """Finds the lines of a script in a recording.

    Args:
        path: The recording, in any format.
        lines: The lines as a voice says them.
        aligner: Gives a second opinion on each reading; None for none.

    Raises:
        SoundError: if it cannot be read.
    """
    decoded = DecodedTrack(path) if needs_ffmpeg(path) else None
    readable = decoded.path if decoded else path
    blocks, rate_hz = file_blocks(readable)
    ear = SecondEar(lines, partial(file_part, readable), aligner) if aligner else None
    return found_in(heard(bands_of(blocks, rate_hz)), lines, ear)


def found_in(
    sound: Heard, lines: Sequence[VoicedLine], ear: SecondEar | None = None
) -> CutRecording:
    """The same, for a recording that was read.

    Args:
        sound: The recording.
        lines: The lines as a voice says them.
        ear: Gives a second opinion; None for none.
    """
    bands = sound.bands
    spoken = np.zeros(len(bands), dtype=bool)
    for stretch in sound.stretches:
        spoken[stretch.start : stretch.end] = True
    seconds = len(bands) * STEP_S
    if not spoken.any() or not lines:
        return CutRecording(seconds, (), (), 0.0)
    phones = phones_of(bands, spoken)
    script = line_phones(lines)
    frames, pauses = _searched(sound.stretches)
    searched = phones[frames], pauses, [line[HOP // 2 :: HOP] for line in script]
    alike = find_lines(*searched)
    found = find_expected(*searched, alike)
    sure = {one.start for one in alike}
    readings = _readings(sound, phones, frames, found, lines, script, sure)
    if ear:
        pace = pace_of(readings, lines)
        readings = [ear.judged_again(one, pace) for one in readings]
    times = Counter(one.line for one in found)
    # Other words in the place of a line are told once, not beside a reading of it.
    kept = [
        one.start in sure or reading.verdict != "other words" or times[one.line] == 1
        for one, reading in zip(found, readings, strict=True)
    ]
    readings = list(compress(readings, kept))
    taken = np.zeros(len(frames), dtype=bool)
    for one in compress(found, kept):
        taken[one.start : one.end] = True
    if ear:
        readings, more = with_lines_heard(sound, readings, lines, ear)
        for reading in more:
            taken |= (frames >= reading.start_s / STEP_S) & (frames < reading.end_s / STEP_S)
    room = max(float(whole_power(sound.noise).mean()), 1e-12)
    level = float(whole_power(bands[spoken]).mean()) / room
    return CutRecording(
        seconds,
        tuple(readings),
        _others(sound.stretches, frames, taken),
        float(10 * np.log10(max(level, 1e-3))),
        tuple((one.start * STEP_S, one.end * STEP_S) for one in sound.stretches),
        heard_twice=ear is not None,
    )


def _searched(stretches: Sequence[Stretch]) -> tuple[Any, NDArray[np.bool_]]:
    """The frames that are searched, and which of them have a pause before them."""
    frames, pauses = [], []
    for stretch in stretches:
        part = np.arange(min(stretch.start + HOP // 2, stretch.end - 1), stretch.end, HOP)
        frames.append(part)
        pauses.append(np.arange(len(part)) == 0)
    return np.concatenate(frames), np.append(np.concatenate(pauses), True)


def _readings(  # noqa: PLR0913, PLR0917  (what was found, and what it is compared with)
    sound: Heard,
    phones: Phones,
    frames: Any,
    found: Sequence[Found],
    lines: Sequence[VoicedLine],
    script: Sequence[Phones],
    sure: set[int],
) -> list[Reading]:
    breath = reader_breath(sound)
    compares: list[tuple[int, Edges, NDArray[np.int64], Compared]] = []
    for number, one in enumerate(found):
        start, end = int(frames[one.start]), int(frames[one.end - 1]) + 1
        before = int(frames[found[number - 1].end - 1]) + 1 if number else 0
        after = int(frames[found[number + 1].start]) if number + 1 < len(found) else len(phones)
        line = lines[one.line]
        while True:
            edges = quiet_edges(sound, start, end, before, after, breath)
            kept = _sounding(sound.stretches, edges.first, edges.last)
            result = compared(phones[kept], script[one.line], line.word_starts)
            shorter = _without_foreign(kept, result, phones, script[one.line])
            if shorter is None:
                break
            if shorter[0] > kept[0]:
                start = shorter[0]
                before = max(before, int(kept[kept < start][-1]) + 1)
            else:  # up to the next sound: a soft one of this line may come before it
                end = shorter[1]
                after = min(after, int(kept[kept >= end][0]))
        compares.append((start, edges, kept, result))
    usual = usual_in([result for *_, result in compares])
    readings = []
    for one, (start, edges, kept, result) in zip(found, compares, strict=True):
        verdict, worst = judged(result, usual, alone=edges.alone)
        if verdict == "good" and (
            one.start not in sure  # no more alike than chance, but for its place
            or may_be_another(phones[kept], result, one.line, lines, script)
        ):
            verdict = "doubtful"
        at = kept[min(result.word_starts[worst], len(kept) - 1)] if result.word_starts else start
        readings.append(
            Reading(
                one.line,
                edges.first * STEP_S,
                edges.last * STEP_S,
                verdict,
                "" if verdict == "good" else lines[one.line].words[worst],
                float(at * STEP_S),
                edges.alone,
            )
        )
    return readings


def may_be_another(
    reading: Phones,
    result: Compared,
    line: int,
    lines: Sequence[VoicedLine],
    script: Sequence[Phones],
) -> bool:
    """True if a line with half of the same words is about as much alike.

    Args:
        reading: The frames of a reading.
        result: Its comparison with its line.
        line: The index of its line.
        lines: All lines.
        script: Their phones.
    """
    said = lines[line]
    for other, phones in zip(lines, script, strict=True):
        if other.plain_words == said.plain_words or other.shares(said) < _ALIKE:
            continue
        if compared(reading, phones, other.word_starts).cost < result.cost + _TOLD_APART:
            return True
    return False


def _sounding(stretches: Sequence[Stretch], first: int, last: int) -> NDArray[np.int64]:
    """The frames between two in which something sounds; all of them if nothing does."""
    inside = np.arange(first, last)
    sounding = np.zeros(len(inside), dtype=bool)
    for stretch in stretches:
        sounding |= (inside >= stretch.start) & (inside < stretch.end)
    return inside[sounding] if sounding.any() else inside


def _without_foreign(
    kept: NDArray[np.int64], result: Compared, phones: Phones, line: Phones
) -> tuple[int, int] | None:
    """First frame and the one after the last without a cough at an end; None if there is none.

    A part beyond a pause is none of the line if it takes little of it, or if the line is as much
    alike without it: without its own last word it would not be.
    """
    breaks = np.flatnonzero(np.diff(kept) > _PAUSE) + 1
    if not len(breaks):
        return None
    first, last = int(breaks[0]), int(breaks[-1])
    for part, rest in ((slice(0, first), kept[first:]), (slice(last, len(kept)), kept[:last])):
        more = _AS_WHOLE if len(kept) - len(rest) > _A_WORD else _AS_WHOLE_BUT_FOR_A_PHONE
        if result.is_foreign(part) or compared(phones[rest], line, ()).cost < result.cost + more:
            return int(rest[0]), int(rest[-1]) + 1
    return None


def _others(
    stretches: Sequence[Stretch], frames: Any, taken: NDArray[np.bool_]
) -> tuple[tuple[float, float], ...]:
    """Stretches of sound that are mostly outside of all lines."""
    others: list[tuple[float, float]] = []
    for stretch in stretches:
        inside = (frames >= stretch.start) & (frames < stretch.end) & ~taken
        loose = frames[inside]
        if len(loose) * HOP * STEP_S < _SHORTEST_REMARK_S:
            continue
        start, end = float(loose[0] * STEP_S), float((loose[-1] + HOP) * STEP_S)
        if others and start - others[-1][1] < 1.0:
            others[-1] = (others[-1][0], end)
        else:
            others.append((start, end))
    return tuple(others)
