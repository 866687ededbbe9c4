"""Measures how sessions sound: voice, bed, cues and ends, over exercises, lengths, beds and voices.

    python scripts/bench_sound.py [--quick] [--voice ID …] [--bed-level LEVEL] [--keep FILE]
                                  [--part 1/3]

Renders a spread of sessions with their stems and measures them by the meters of sound_meters.py,
which share nothing with the renderer's. Prints one row a session, and says at the end which figure
lies outside its bound. With --keep the figures stay in a file, and what is in it is not rendered
again, so that an interrupted run goes on; --part takes every third session only. The rows of
docs/sound-figures.md are made with it.

Columns: the voice, gated on the labels of its phrases in the finished file, and the whole, in LUFS;
the bed below the voice under phrases (dB of RMS, least and median) and in pauses (LU, median of the
silences in which it is up); how far a phrase lies above the loudness of the minute before it, after
a minute without a word (most, LU); the moves of the bed: how far (dB, from the 5th to the 95th
percentile of means over 2 s), the steepest, and how often it comes up in a minute; breath and taps
over the bed through a small loudspeaker (400 Hz, fourth order, dB); when the session is first heard
(60 dB below full scale, s); how far a caption comes before its voice (ms, most) and a chapter
before its first sound (s, least; not the first chapter).
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from scipy import signal

from quietude import Output, Request, Sound, parse_script, render
from quietude.errors import DurationError
from quietude.session.artefacts.stems import Stems
from quietude.session.phrase_times import phrase_times
from quietude.sound.assets import beds, find_bed
from quietude.sound.levels import USUAL_PRESENCE, LevelOffsets, bed_level
from sound_meters import HOP_S, RATE_HZ, SILENT, gated, in_parts, lufs, powers, silences, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from quietude.plan.timeline import Timeline

    Array = NDArray[np.float64]

LISTENING = """
id: listening
title: Listening, for Any Length
intensity: light
sections:
  - title: Arriving
    role: arrive
    steps:
      - bell
      - Welcome. Sit or lie in any way that is comfortable.
      - pause: 3-120s
  - title: Listening
    role: practice
    steps:
      - You might listen to what is near, and then to what is far away.
      - repeat: 12
        steps:
          - When you notice that you have gone somewhere else, you are back already.
          - pause: 6-290s
  - title: Coming back
    role: return
    steps:
      - In your own time, let your eyes find the room again. Move a little, if you like.
      - pause: 6-60s
      - Thank you for being here.
      - pause: 3-60s
"""
"""A script of few words, whose silences grow to minutes in an hour."""

SPREAD = (
    ("butterfly-hug", 240, "rain"),
    ("safe-place", 600, "ocean"),
    ("safe-place", 600, "stream"),
    ("breathing-for-hard-feelings", 600, "fire"),
    ("drawing-to-music", 1200, ""),
    ("listening", 1200, "bowls"),
    ("listening", 3600, "ocean"),
)
STEADY = (("listening", 180), ("listening", 600), ("listening", 3600))
"""Over pink noise, which does not move of itself: what moves is the gain of the bed."""

MINUTE, HEARD = round(60 / HOP_S), 1e-3
PAUSES = 3
"""The least number of pauses to tell a level from: one or two tell which wave was in them."""

BOUNDS = {
    "voice": (-16.5, -15.5),
    "least": (20.0, 99.0),
    "pause": (10.0, 14.0),
    "startle": (0.0, 15.0),
    "cue": (2.0, 99.0),
    "heard_s": (0.0, 1.0),
    "slope": (0.0, 8.0),
    "ups": (0.0, 4.0),
    "early_ms": (-50.0, 150.0),
    "lead_s": (0.5, 99.0),
}
OF_STEADY_BEDS = ("slope", "ups")
"""Bounds of what moves the bed: waves and strokes have moves of their own."""

ONSET_DB, ONSET_S = -30.0, 0.005
"""A phrase is heard from the first 5 ms that lie within 30 dB of its RMS, 40 below its peaks."""


ROUNDED = ("name", "early_ms", "lead_s")


@dataclass(frozen=True, slots=True)
class Found:
    """The figures of a session; see the head of this script. NaN where there is nothing to say."""

    name: str
    voice: float
    whole: float
    least: float
    median: float
    pause: float
    startle: float
    depth: float
    slope: float
    ups: float
    cue: float
    heard_s: float
    early_ms: float
    lead_s: float

    def row(self) -> str:
        """The row of a table."""
        figures = [f"{value:.1f}" for key, value in asdict(self).items() if key not in ROUNDED]
        figures[-1:] = [figures[-1], f"{self.early_ms:.0f}", f"{self.lead_s:.2f}"]
        shown = " | ".join("" if figure == "nan" else figure for figure in figures)
        return f"| {self.name} | {shown.replace('-', '−')} |"

    def outside(self) -> list[str]:
        """The figures that lie outside their bounds."""
        return [
            f"{self.name}: {name} {getattr(self, name):.2f}, not {low:g} to {high:g}"
            for name, (low, high) in BOUNDS.items()
            if not (name in OF_STEADY_BEDS and "pink" not in self.name)
            and not np.isnan(getattr(self, name))
            and not low <= getattr(self, name) <= high
        ]


HEAD = (
    "| session | voice | whole | bed under words, least | median | in pauses | startle | moves "
    "| dB/s | ups/min | cue | heard at | caption early | chapter early |\n|---|" + "---|" * 13
)


def measure(name: str, path: Path, stems: Path, timeline: Timeline) -> Found:
    """The figures of a finished session from its file, its stems and the times of what is in it."""
    small = signal.butter(4, 400, "highpass", fs=RATE_HZ, output="sos")
    file_k, _ = in_parts(path)
    voice_k, _ = in_parts(stems / "voice.wav")
    bed_k, _, bed_small = in_parts(stems / "bed.wav", [small])
    _, _, cue_small = in_parts(stems / "cues.wav", [small])
    hop = timeline.sample_rate_hz * HOP_S
    said = spans(timeline)
    spoken = np.zeros(len(file_k), dtype=bool)
    for start, end in said:
        spoken[start:end] = True
    voice = gated(voice_k[spoken])
    has_bed = bed_k.max() > SILENT
    under, heard = _phrases(stems, timeline)
    pauses = [voice - lufs(float(bed_k[a:b].mean())) for a, b in silences(said, cue_small)]
    startles = [
        gated(file_k[b : _end(said, b)]) - lufs(float(file_k[b - MINUTE : b].mean()))
        for a, b in zip([0, *(end for _, end in said)], [start for start, _ in said], strict=False)
        if b - a >= MINUTE
    ]
    tops = [
        int((placed.start_frame + placed.cue.phases_frames[0]) / hop)
        for placed in timeline.cues
        if placed.cue.kind != "bell"
    ]
    # A tap of 120 ms may begin anywhere in its tenth of a second.
    cues = [
        10 * np.log10(cue_small[at : at + 2].max() / max(bed_small[at : at + 2].mean(), SILENT))
        for at in tops
    ]
    mixed, rate_hz = soundfile.read(path, frames=soundfile.info(path).samplerate * 8)
    level = np.sqrt(powers(mixed, rate_hz) / 2)
    moves = _moves(bed_k) if has_bed else (np.nan, np.nan, np.nan)
    early = [
        at - start_ms / 1000
        for at, (_, start_ms, _) in zip(heard, phrase_times(timeline), strict=True)
    ]
    sounds = sorted([*heard, *(one.start_frame / timeline.sample_rate_hz for one in timeline.cues)])
    begun = [one.start_frame / timeline.sample_rate_hz for one in timeline.chapters[1:]]
    leads = [next((at - start for at in sounds if at > start), np.nan) for start in begun]
    return Found(
        name,
        gated(file_k[spoken]),
        gated(file_k),
        min(under) if has_bed else np.nan,
        float(np.median(under)) if has_bed else np.nan,
        float(np.median(pauses)) if has_bed and len(pauses) >= PAUSES else np.nan,
        max(startles) if has_bed and startles else np.nan,
        *moves,
        float(np.median(cues)) if cues and has_bed else np.nan,
        float(np.argmax(level > HEARD)) * HOP_S,
        1000 * max(early, default=np.nan),
        min(leads, default=np.nan),
    )


def _phrases(stems: Path, timeline: Timeline) -> tuple[list[float], list[float]]:
    """The bed under each phrase in dB of RMS over its very frames, and when it is heard, in s."""
    under, heard = [], []
    rate_hz = timeline.sample_rate_hz
    size = round(ONSET_S * rate_hz)
    with (
        soundfile.SoundFile(stems / "voice.wav") as voice,
        soundfile.SoundFile(stems / "bed.wav") as bed,
    ):
        for placed in timeline.placements:
            said, beneath = (
                np.square(_read(file, placed.start_frame, placed.length_frames)).mean(axis=1)
                for file in (voice, bed)
            )
            under.append(float(10 * np.log10(said.mean() / max(beneath.mean(), SILENT))))
            steps = said[: len(said) // size * size].reshape(-1, size).mean(axis=1)
            first = int(np.argmax(steps > said.mean() * 10 ** (ONSET_DB / 10)))
            heard.append(placed.start_frame / rate_hz + first * ONSET_S)
    return under, heard


def _read(file: soundfile.SoundFile, start: int, frames: int) -> Array:
    file.seek(start)
    return np.asarray(file.read(frames, dtype="float64", always_2d=True))


def _end(said: list[tuple[int, int]], start: int) -> int:
    return next(end for begun, end in said if begun == start)


def _moves(bed: Array) -> tuple[float, float, float]:
    """The range of the bed in dB, of means over 2 s, its steepest move in dB/s, its rises a minute.

    Of a steady bed these are the moves of its gain; waves and strokes add their own.
    """
    level = 10 * np.log10(np.maximum(np.convolve(bed, np.full(20, 1 / 20), mode="valid"), SILENT))
    inner = level[50:-120]
    slopes = np.abs(inner[10:] - inner[:-10])
    up = inner > np.percentile(inner, 5) + 4
    rises = int((np.diff(up.astype(int)) > 0).sum())
    low, high = np.percentile(inner, (5, 95))
    return float(high - low), float(np.percentile(slopes, 99.5)), rises / (len(bed) * HOP_S / 60)


def session(  # noqa: PLR0913, PLR0917  (what a render is made of)
    what: str, seconds: int, bed: str, voice: str, levels: LevelOffsets, folder: Path
) -> Found:
    """Render one session into a folder and measure it; what is rendered is deleted."""
    script = parse_script(LISTENING) if what == "listening" else what
    path, stems = folder / "session.wav", Stems(folder / "stems")
    request = Request(
        duration_s=seconds, voice=voice, accept_care_risks=True, sample_rate_hz=RATE_HZ
    )
    sound = Sound(bed=find_bed(bed, Path()) if bed else None, levels=levels)
    output = Output(path, artefacts=[stems], cover="none", overwrite=True)
    made = render(script, output, request, sound)
    name = f"{what} {seconds // 60}m, {bed or 'its own'}, {made.narrator.full_id}"
    found = measure(name, path, stems.folder, made.timeline)
    for file in (path, *(stems.folder / f"{part}.wav" for part in ("voice", "bed", "cues"))):
        file.unlink()
    return found


def spread(voices: Sequence[str], *, quick: bool) -> Iterator[tuple[str, int, str, str]]:
    """Sessions to render: all with the first voice, each bed once, the other voices over three."""
    first, *others = voices
    if not quick:
        for what, seconds, bed in SPREAD:
            yield what, seconds, bed, first
    for what, seconds in STEADY[:2] if quick else STEADY:
        yield what, seconds, "pink", first
    for bed in sorted(beds()):
        yield "butterfly-hug", 300, bed, first
    for voice in others:
        for bed in ("rain", "ocean", "piano", "brown"):
            yield "butterfly-hug", 300, bed, voice
            yield "listening", 600, bed, voice


def main() -> int:
    """Render, measure, print; 1 if a figure lies outside its bound."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--voice", action="append", help="a voice; repeat it for more")
    parser.add_argument("--quick", action="store_true", help="nothing longer than ten minutes")
    parser.add_argument("--bed-level", default=USUAL_PRESENCE, help="as quietude render takes it")
    parser.add_argument("--keep", type=Path, help="a file of figures: what is in it stays")
    parser.add_argument("--part", default="1/1", help="2/3 takes the second session of each three")
    given = parser.parse_args()
    level_db, presence = bed_level(given.bed_level)
    levels = LevelOffsets(bed_db=level_db, presence=presence)
    part, parts = map(int, given.part.split("/"))
    kept = _kept(given.keep)
    outside: list[str] = []
    print(HEAD)
    wanted = spread(given.voice or ["auto"], quick=given.quick)
    with TemporaryDirectory() as folder:
        for what, seconds, bed, voice in islice(wanted, part - 1, None, parts):
            key = f"{what} {seconds} {bed} {voice} {given.bed_level}"
            try:
                found = kept.get(key) or session(what, seconds, bed, voice, levels, Path(folder))
            except DurationError as error:  # of a slow voice
                print(error.message, file=sys.stderr)
                continue
            print(found.row(), flush=True)
            outside += found.outside()
            if given.keep and key not in kept:
                with given.keep.open("a") as file:
                    file.write(json.dumps([key, asdict(found)]) + "\n")
    print("\n".join(["", *(outside or ["every figure lies within its bounds"])]))
    return bool(outside)


def _kept(path: Path | None) -> dict[str, Found]:
    """The figures of an earlier run, by session."""
    if path is None or not path.exists():
        return {}
    rows = map(json.loads, path.read_text().splitlines())
    return {key: Found(**figures) for key, figures in rows}


if __name__ == "__main__":
    sys.exit(main())
