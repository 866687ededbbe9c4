"""Measures how each bed lies under a voice: under its words, in its pauses, and what it hides.

    python scripts/bench_bed_levels.py [--voice ID …] [BED …]

Speaks "Butterfly Hug" at five minutes once for each voice, lays every bed under it, and measures
the stems as they are mixed by the meters of sound_meters.py, which share nothing with the
renderer's. Prints a row for each voice and bed: the bed below the voice under phrases (dB of RMS,
least and median), in pauses (LU; empty where the bed is never up without a cue), and ESTOI of
phrases in the mix against the phrase alone (median and least of eight; 1 is untouched). The rows of
docs/sound.md are made with it.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
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
from sound_meters import RATE_HZ, exact_under_db, gated, lufs, powers, silences, spans, weighted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quietude.plan.timeline import Timeline

EXERCISE, SECONDS, HEARD = "butterfly-hug", 300, 8
BOUNDS = {"under": 20.0, "estoi": 0.85}
HEAD = (
    "| voice | bed | least under words | median | LU in pauses | ESTOI, median | least |\n"
    "|---|" + "---|" * 6
)


def rows(voice: str, names: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yields the row of each bed under a voice, and what of it lies outside its bound."""
    request = Request(
        duration_s=SECONDS, voice=voice, sample_rate_hz=RATE_HZ, accept_care_risks=True
    )
    with TemporaryDirectory() as folder:
        output = Output(Path(folder) / "a.wav", cover="none")
        with prepare(EXERCISE, output, request, Sound(), None) as job:
            engine = job.voice.engine
            speaker = Speaker(engine, user_cache(), RATE_HZ, power=phrase_power)
            spoken = speaker.speak_all(job.plan.utterances(), _untold)
            timeline = fit(job.plan, spoken.lengths, job.bell_decay_frames)
            full_id = f"{engine.identity().engine}:{voice.partition(':')[2] or 'auto'}"
            for name in names:
                bed = LibraryBed(name)
                placed = tuple(replace(one, bed=bed) for one in timeline.beds)
                under = replace(timeline, beds=placed)
                mix = Mix(under, spoken.clip, bed, powers=spoken.powers)
                yield row(f"{full_id} | {name}", mix, under)


def _untold(_done: int, _total: int) -> None:
    """Progress that nobody is told of."""


def row(name: str, mix: Mix, timeline: Timeline) -> tuple[str, list[str]]:
    """The row of one mix, and what of it lies outside its bound."""
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
    scores = [
        float(stoi(clean, clean + bed[one.start_frame : one.end_frame, 0], RATE_HZ, extended=True))
        for one in long
        for clean in (voice[one.start_frame : one.end_frame, 0],)
    ]
    pause = f"{np.median(pauses):.1f}" if pauses else ""
    text = (
        f"| {name} | {min(under):.1f} | {np.median(under):.1f} | {pause} | "
        f"{np.median(scores):.2f} | {min(scores):.2f} |"
    )
    outside = []
    if min(under) < BOUNDS["under"]:
        outside.append(f"{name}: {min(under):.1f} dB under a phrase")
    if np.median(scores) < BOUNDS["estoi"]:
        outside.append(f"{name}: ESTOI {np.median(scores):.2f}")
    return text, outside


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
