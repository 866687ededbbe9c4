"""Scores cutting against readings whose truth is known: ``make bench-takes``.

    python scripts/bench_takes.py FOLDER [--reader VOICE=ALIGNED_WITH …] [--exercise ID …]
        [--room NAME …] [--seed N] [--alone]

For each reader, exercise and room: the lines found, the share of edges within 50 ms of the true
quiet edge, of the range it lies in and of the place 25 dB below the line's level (see
takes_corpus.py and docs/own-voice-figures.md), lines left out, doubled and swapped
that were told, lines in other words that were accepted, and the processor time beside the length.
The voice that a reading is compared with is never the one that reads. Phrases are kept in FOLDER.
VOICE may be ``human:PHRASES``, and the exercise one of the scripts in that folder
(``human_phrases.py``).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.clip import Clip
from quietude.speech.alignment import open_aligner
from quietude.speech.takes.cutting.bands import bands_of, heard
from quietude.speech.takes.cutting.cutting import found_in
from quietude.speech.takes.cutting.reference import voiced_line
from quietude.speech.takes.cutting.second_ear import SecondEar
from takes_corpus import CONDITIONS, RATE_HZ, Reader, lines_of, reader_of, reading_of

if TYPE_CHECKING:
    from quietude.audio.clip import Samples
    from quietude.speech.takes.cutting.readings import CutRecording
    from quietude.speech.takes.cutting.reference import VoicedLine
    from takes_corpus import Reading

READERS = ("flite:rms=hibari:heart", "flite:slt=hibari:heart", "hibari:heart=flite:rms")
EXERCISES = ("good-night", "breathing-for-hard-feelings")
NEAR_S, RATE_WPM, OVERLAP = 0.05, 115, 0.6


def main() -> None:
    """Prints a row for each reading, and one for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reader", action="append", help="the voice, =, the one to compare with")
    parser.add_argument("--exercise", action="append")
    parser.add_argument("--room", action="append", help="one of those in takes_corpus.py")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alone", action="store_true", help="without the extra `align`")
    arguments = parser.parse_args()
    aligner = None if arguments.alone else open_aligner("en")
    names = ("found", "lines", "good", "starts", "ends", "wrong", "told", "faults")
    print("reader, exercise, room:", ", ".join(names), "CPU s, s")
    totals: dict[str, Counter[str]] = {}
    for pair in arguments.reader or READERS:
        voice, _, other = pair.partition("=")
        for exercise in arguments.exercise or EXERCISES:
            texts = lines_of(exercise)
            reader = reader_of(voice, arguments.folder, texts)
            lines = _voiced(Reader(other, arguments.folder), texts)
            for room in CONDITIONS:
                if arguments.room and room.name not in arguments.room:
                    continue
                reading = reading_of(reader, texts, arguments.seed, room)
                began = time.process_time()
                ear = (
                    SecondEar(lines, partial(_part, reading.samples), aligner) if aligner else None
                )
                cut = found_in(heard(bands_of([reading.samples], RATE_HZ)), lines, ear)
                spent = time.process_time() - began
                scores = scored(reading, cut)
                totals.setdefault(room.name, Counter()).update(scores)
                row = " ".join(str(scores[name]) for name in names)
                seconds = len(reading.samples) / RATE_HZ
                print(
                    f"{voice} {exercise} {room.name}: {row} {spent:.1f} {seconds:.0f}", flush=True
                )
    for name, scores in totals.items():
        lines_read = max(1, scores["lines"])
        print(
            f"{name}: {scores['found'] / lines_read:.1%} of {scores['lines']} readings found, "
            f"{scores['good'] / lines_read:.1%} good; edges within 50 ms: "
            f"{scores['starts'] / lines_read:.1%} of starts, {scores['ends'] / lines_read:.1%} of "
            f"ends (one decibel decides: {scores['start edges'] / lines_read:.1%}, "
            f"{scores['end edges'] / lines_read:.1%}; 25 dB below: "
            f"{scores['start level'] / lines_read:.1%}, {scores['end level'] / lines_read:.1%}); "
            f"{scores['wrong']} wrong lines "
            f"accepted; {scores['told']} of {scores['faults']} lines left out, doubled, swapped or "
            "in other words told"
        )


def _part(samples: Samples, start_s: float, end_s: float) -> Clip:
    return Clip(samples[max(0, round(start_s * RATE_HZ)) : round(end_s * RATE_HZ)], RATE_HZ)


def scored(reading: Reading, cut: CutRecording) -> Counter[str]:
    """Counts of what was found of a reading, and of what was not."""
    scores: Counter[str] = Counter()
    for one in reading.sounded:
        over = [
            found
            for found in cut.readings
            if min(one.end_s, found.end_s) - max(one.start_s, found.start_s)
            > OVERLAP * (one.end_s - one.start_s)
        ]
        if one.kind == "line":
            scores["lines"] += 1
            right = [found for found in over if found.line == one.line]
            if right:
                scores["found"] += 1
                scores["good"] += right[0].verdict == "good"
                for name, time_s, range_s, edge_s, level_s in (
                    ("start", right[0].start_s, one.starts_s, one.start_s, one.level_s[0]),
                    ("end", right[0].end_s, one.ends_s, one.end_s, one.level_s[1]),
                ):
                    scores[f"{name}s"] += _near(time_s, range_s)
                    scores[f"{name} edges"] += _near(time_s, (edge_s, edge_s))
                    scores[f"{name} level"] += _near(time_s, (level_s, level_s))
            over = [found for found in over if found.line != one.line]
        elif one.kind == "cough":
            continue  # beside a line, which is judged by its edges
        scores["wrong"] += sum(found.verdict == "good" for found in over)
    for line in range(len(reading.texts)):
        true, found = reading.readings_of(line), [r for r in cut.readings if r.line == line]
        good = [one for one in found if one.verdict == "good"]
        if not true:  # left out, or in other words
            scores["faults"] += 1
            scores["told"] += not good
        elif len(true) > 1:
            scores["faults"] += 1
            scores["told"] += len(found) == len(true)
    order = [one.line for one in reading.sounded if one.kind == "line"]
    swapped = {line for line, after in pairwise(order) if after < line}
    heard_order = [one.line for one in cut.readings]
    heard_swaps = {a for a, b in pairwise(heard_order) if b < a}
    scores["faults"] += len(swapped)
    scores["told"] += len(swapped & heard_swaps)
    return scores


def _near(time_s: float, range_s: tuple[float, float]) -> bool:
    return range_s[0] - NEAR_S - 1e-6 <= time_s <= range_s[1] + NEAR_S + 1e-6


def _voiced(reader: Reader, texts: list[str]) -> list[VoicedLine]:
    reader.say([(text, RATE_WPM) for text in texts])
    lines = []
    for text in texts:
        samples = reader.clips[text, RATE_WPM]
        letters = np.cumsum([0, *(len(word) + 1 for word in text.split())])
        starts = [int(len(samples) * at / letters[-1]) for at in letters[:-1]]
        lines.append(voiced_line(text, Clip(samples, RATE_HZ), starts))
    return lines


if __name__ == "__main__":
    main()
