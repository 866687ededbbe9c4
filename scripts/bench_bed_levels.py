"""Measures how each bed lies under a voice: under its words, in its pauses, and what it hides.

    python scripts/bench_bed_levels.py [--voice ID …] [BED …]

Speaks "Butterfly Hug" at five minutes once for each voice, lays every bed under it, and measures
the stems as they are mixed by the meters of sound_meters.py, which share nothing with the
renderer's. Prints a row for each voice and bed: the bed below the voice under phrases (dB of RMS,
least and median), in pauses (LU; empty where the bed is never up without a cue), and ESTOI of
phrases in the mix against the phrase alone (median and least of eight; 1 is untouched), and the
least by which one lies above its mark, which is its score in steady noise of its voice's spectrum,
15 dB below it. The rows of docs/sound-figures.md are made with it.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from pystoi import stoi

from quietude import Output, Request, Sound
from quietude.plan.fit import fit
from quietude.script.bed import LibraryBed
from quietude.session.prepare import prepare
from quietude.sound.assets import beds
from quietude.sound.mix import Mix
from quietude.sound.narration import phrase_power
from quietude.speech.cache import user_cache
from quietude.speech.speaker import Speaker
from sound_meters import (
    RATE_HZ,
    exact_under_db,
    gated,
    lufs,
    noise_like,
    powers,
    silences,
    spans,
    weighted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from quietude import Script
    from quietude.plan.timeline import Timeline
    from quietude.speech.speaker import SpokenPhrases

    Array = NDArray[np.float64]

EXERCISE, SECONDS, HEARD = "butterfly-hug", 300, 8
BOUNDS = {"under": 20.0, "estoi": 0.85, "mark": 0.0}
ENOUGH_SNR_DB = 15.0
"""Speech-to-noise ratio for classrooms of children who hear badly (ASHA 2005, ANSI S12.60)."""

HEAD = (
    "| voice | bed | least under words | median | LU in pauses | ESTOI, median | least "
    "| over its mark |\n|---|" + "---|" * 7
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A session that is spoken and fitted, and not mixed yet."""

    voice: str
    timeline: Timeline
    phrases: SpokenPhrases

    def over(self, name: str) -> tuple[Mix, Timeline]:
        """The session over a bed."""
        bed = LibraryBed(name)
        placed = tuple(replace(one, bed=bed) for one in self.timeline.beds)
        under = replace(self.timeline, beds=placed)
        return Mix(under, self.phrases.clip, bed, powers=self.phrases.powers), under


@contextmanager
def spoken_session(script: Script | str, voice: str, seconds: float | None) -> Iterator[Spoken]:
    """Speaks a session by a voice, once for all beds."""
    request = Request(
        duration_s=seconds, voice=voice, sample_rate_hz=RATE_HZ, accept_care_risks=True
    )
    with TemporaryDirectory() as folder:
        output = Output(Path(folder) / "a.wav", cover="none")
        with prepare(script, output, request, Sound(), None) as job:
            engine = job.voice.engine
            speaker = Speaker(engine, user_cache(), RATE_HZ, power=phrase_power)
            spoken = speaker.speak_all(job.plan.utterances(), _untold)
            timeline = fit(job.plan, spoken.lengths, job.bell_decay_frames)
            full_id = f"{engine.identity().engine}:{voice.partition(':')[2] or 'auto'}"
            yield Spoken(full_id, timeline, spoken)


def rows(voice: str, names: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yields the row of each bed under a voice, and what of it lies outside its bound."""
    marks: list[float] = []
    with spoken_session(EXERCISE, voice, SECONDS) as session:
        for name in names:
            yield row(f"{session.voice} | {name}", *session.over(name), marks)


def _untold(_done: int, _total: int) -> None:
    """Progress that nobody is told of."""


def row(name: str, mix: Mix, timeline: Timeline, marks: list[float]) -> tuple[str, list[str]]:
    """The row of one mix, and what of it lies outside its bound; the first one finds the marks."""
    stems = mix.stems()
    voice, bed, cues = (
        stems[part].read(timeline.total_frames).astype(np.float64)
        for part in ("voice", "bed", "cues")
    )
    voice_k, bed_k = powers(weighted(voice)), powers(weighted(bed))
    said = spans(timeline)
    under = exact_under_db(voice, bed, timeline)
    spoken = np.zeros(len(voice_k), dtype=bool)
    for start, end in said:
        spoken[start:end] = True
    voice_lufs = gated(voice_k[spoken])
    pauses = [voice_lufs - lufs(float(bed_k[a:b].mean())) for a, b in silences(said, powers(cues))]
    long = [one for one in timeline.placements if one.length_frames > RATE_HZ][:HEARD]
    clean = [voice[one.start_frame : one.end_frame, 0] for one in long]
    beneath = [bed[one.start_frame : one.end_frame, 0] for one in long]
    if not marks:
        marks += [estoi(one, one + noise_like(clean, one, ENOUGH_SNR_DB)) for one in clean]
    scores = [estoi(one, one + under) for one, under in zip(clean, beneath, strict=True)]
    over = min(score - mark for score, mark in zip(scores, marks, strict=True))
    pause = f"{np.median(pauses):.1f}" if pauses else ""
    text = (
        f"| {name} | {min(under):.1f} | {np.median(under):.1f} | {pause} | "
        f"{np.median(scores):.2f} | {min(scores):.2f} | {over:.2f} |"
    )
    outside = []
    if min(under) < BOUNDS["under"]:
        outside.append(f"{name}: {min(under):.1f} dB under a phrase")
    if np.median(scores) < BOUNDS["estoi"]:
        outside.append(f"{name}: ESTOI {np.median(scores):.2f}")
    if over < BOUNDS["mark"]:
        outside.append(f"{name}: a phrase {-over:.3f} under its mark")
    return text, outside


def estoi(clean: Array, heard: Array) -> float:
    """Extended short-time objective intelligibility, 0 … 1."""
    return float(stoi(clean, heard, RATE_HZ, extended=True))


def main() -> int:
    """Speak, mix, measure, print; 1 if a figure lies outside its bound."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("beds", nargs="*", metavar="BED", help="these alone")
    parser.add_argument("--voice", action="append", help="a voice; repeat it for more")
    given = parser.parse_args()
    outside: list[str] = []
    print(HEAD)
    for voice in given.voice or ["auto"]:
        for text, faults in rows(voice, given.beds or sorted(beds())):
            print(text, flush=True)
            outside += faults
    print("\n".join(["", *(outside or ["every figure lies within its bounds"])]))
    return bool(outside)


if __name__ == "__main__":
    sys.exit(main())
