"""Measures how sessions sound: voice, bed, cues and ends, over exercises, lengths, beds and voices.

    python scripts/bench_sound.py [--quick] [--voice ID …] [--bed-level LEVEL]

Renders a spread of sessions with their stems and measures them by code of its own, which shares
nothing with the renderer's meters: K-weighting from the tables of BS.1770-4 through scipy, gates,
levels and bands in plain numpy. Prints one row a session, and says at the end which figure lies
outside its bound. The rows of docs/sound.md are made with it.

Columns: the voice, gated on the labels of its phrases in the finished file, and the whole, in LUFS;
the bed below the voice under phrases (dB of RMS, least and median) and in pauses (LU, median of the
silences in which it is up); how far a phrase lies above the loudness of the minute before it, after
a minute without a word (most, LU); the steepest move of the bed and how often it comes up in a
minute; breath and taps over the bed through a small loudspeaker (400 Hz, fourth order, dB); when
the session is first heard (60 dB below full scale, s).
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from scipy import signal

from quietude import Output, Request, Sound, parse_script, render
from quietude.errors import DurationError
from quietude.session.artefacts.stems import Stems
from quietude.sound.assets import beds, find_bed
from quietude.sound.levels import USUAL_PRESENCE, LevelOffsets, bed_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from quietude.plan.timeline import Timeline

    Array = NDArray[np.float64]

RATE_HZ = 48_000
HOP_S = 0.1
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
BOUNDS = {
    "voice": (-16.5, -15.5),
    "least": (20.0, 99.0),
    "pause": (10.0, 14.0),
    "startle": (0.0, 15.0),
    "cue": (2.0, 99.0),
    "heard_s": (0.0, 1.0),
}
SILENT = 1e-10


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
    slope: float
    ups: float
    cue: float
    heard_s: float

    def row(self) -> str:
        """The row of a table."""
        figures = (
            f"{self.voice:.1f}", f"{self.whole:.1f}", f"{self.least:.1f}", f"{self.median:.1f}",
            f"{self.pause:.1f}", f"{self.startle:.1f}", f"{self.slope:.1f}", f"{self.ups:.1f}",
            f"{self.cue:.1f}", f"{self.heard_s:.1f}",
        )  # fmt: skip
        shown = " | ".join("" if figure == "nan" else figure for figure in figures)
        return f"| {self.name} | {shown} |".replace("-", "−")

    def outside(self) -> list[str]:
        """The figures that lie outside their bounds."""
        return [
            f"{self.name}: {name} {getattr(self, name):.2f}, not {low:g} to {high:g}"
            for name, (low, high) in BOUNDS.items()
            if not np.isnan(getattr(self, name)) and not low <= getattr(self, name) <= high
        ]


HEAD = (
    "| session | voice | whole | bed under words, least | median | in pauses | startle "
    "| dB/s | ups/min | cue | heard at |\n|---|" + "---|" * 10
)


def weighted(samples: Array) -> Array:
    """K-weighted samples ``(frames, 2)`` at 48 kHz, by the coefficients of BS.1770-4."""
    shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285,
             1.0, -1.69065929318241, 0.73248077421585]  # fmt: skip
    high_pass = [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621]
    return np.asarray(signal.sosfilt([shelf, high_pass], samples, axis=0))


def powers(samples: Array, rate_hz: int = RATE_HZ) -> Array:
    """The power of both ears in each tenth of a second."""
    hop = round(HOP_S * rate_hz)
    whole = samples[: len(samples) // hop * hop].reshape(-1, hop * samples.shape[1])
    return np.asarray((whole**2).mean(axis=1) * samples.shape[1])


def lufs(power: float) -> float:
    """The loudness of a power."""
    return float(-0.691 + 10 * np.log10(max(power, SILENT)))


def gated(power: Array) -> float:
    """Integrated loudness by BS.1770-4 of powers by the tenth of a second."""
    blocks = np.convolve(power, np.full(4, 0.25), mode="valid")
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    if not len(blocks):
        return -120.0
    return lufs(float(blocks[blocks > blocks.mean() / 10].mean()))


def in_parts(path: Path, filters: Sequence[NDArray[np.float64]] = ()) -> list[Array]:
    """The K-weighted and the plain power of a file, and after each filter, in tenths of a second.

    Read a minute at a time, each with a second before it for the filters to settle.
    """
    parts: list[list[Array]] = []
    with soundfile.SoundFile(path) as file:
        rate_hz = file.samplerate
        step, before = 60 * rate_hz, rate_hz
        for start in range(0, file.frames, step):
            lead = min(before, start)
            file.seek(start - lead)
            block = file.read(step + lead, dtype="float64", always_2d=True)
            at_48 = block if rate_hz == RATE_HZ else signal.resample_poly(block, 160, 147, axis=0)
            skip = round(lead / rate_hz * RATE_HZ)
            kinds = [weighted(at_48), at_48]
            kinds += [signal.sosfilt(one, at_48, axis=0) for one in filters]
            parts.append([powers(kind[skip:]) for kind in kinds])
    return [np.concatenate(kind) for kind in zip(*parts, strict=True)]


def measure(name: str, path: Path, stems: Path, timeline: Timeline) -> Found:
    """The figures of a finished session from its file, its stems and the times of what is in it."""
    small = signal.butter(4, 400, "highpass", fs=RATE_HZ, output="sos")
    file_k, _ = in_parts(path)
    voice_k, voice_rms, _ = in_parts(stems / "voice.wav", [small])
    bed_k, bed_rms, bed_small = in_parts(stems / "bed.wav", [small])
    _, _, cue_small = in_parts(stems / "cues.wav", [small])
    hop = timeline.sample_rate_hz * HOP_S
    said = [
        (round(placed.start_frame / hop), round(placed.end_frame / hop))
        for placed in timeline.placements
    ]
    spoken = np.zeros(len(file_k), dtype=bool)
    for start, end in said:
        spoken[start:end] = True
    voice = gated(voice_k[spoken])
    has_bed = bed_k.max() > SILENT
    under = [
        10 * np.log10(voice_rms[a:b].mean() / max(bed_rms[a:b].mean(), SILENT)) for a, b in said
    ]
    pauses = [voice - lufs(float(bed_k[a:b].mean())) for a, b in _silences(said, cue_small)]
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
    slope, ups = _moves(bed_k) if has_bed else (np.nan, np.nan)
    return Found(
        name,
        gated(file_k[spoken]),
        gated(file_k),
        min(under) if has_bed else np.nan,
        float(np.median(under)) if has_bed else np.nan,
        float(np.median(pauses)) if has_bed and pauses else np.nan,
        max(startles) if has_bed and startles else np.nan,
        slope,
        ups,
        float(np.median(cues)) if cues and has_bed else np.nan,
        float(np.argmax(level > HEARD)) * HOP_S,
    )


def _end(said: list[tuple[int, int]], start: int) -> int:
    return next(end for begun, end in said if begun == start)


def _silences(said: list[tuple[int, int]], cues: Array) -> Iterator[tuple[int, int]]:
    """The middles of silences of 12 s and more without a cue, in which the bed is up."""
    for (_, before), (after, _) in pairwise(said):
        start, end = before + 45, after - 25
        if end - start >= 50 and cues[start:end].max() < 1e-8:  # noqa: PLR2004
            yield start, end


def _moves(bed: Array) -> tuple[float, float]:
    """The steepest move of the bed in dB/s, of means over 2 s, and how often it comes up a minute.

    Of a steady bed these are the moves of its gain; waves and strokes add their own.
    """
    level = 10 * np.log10(np.maximum(np.convolve(bed, np.full(20, 1 / 20), mode="valid"), SILENT))
    inner = level[50:-120]
    slopes = np.abs(inner[10:] - inner[:-10])
    up = inner > np.percentile(inner, 5) + 4
    rises = int((np.diff(up.astype(int)) > 0).sum())
    return float(np.percentile(slopes, 99.5)), rises / (len(bed) * HOP_S / 60)


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
        for bed in ("rain", "ocean", "brown"):
            yield "butterfly-hug", 300, bed, voice


def main() -> int:
    """Render, measure, print; 1 if a figure lies outside its bound."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--voice", action="append", help="a voice; repeat it for more")
    parser.add_argument("--quick", action="store_true", help="nothing longer than ten minutes")
    parser.add_argument("--bed-level", default=USUAL_PRESENCE, help="as quietude render takes it")
    given = parser.parse_args()
    level_db, presence = bed_level(given.bed_level)
    levels = LevelOffsets(bed_db=level_db, presence=presence)
    outside: list[str] = []
    print(HEAD)
    with TemporaryDirectory() as folder:
        for what, seconds, bed, voice in spread(given.voice or ["auto"], quick=given.quick):
            try:
                found = session(what, seconds, bed, voice, levels, Path(folder))
            except DurationError as error:  # of a slow voice
                print(error.message, file=sys.stderr)
                continue
            print(found.row(), flush=True)
            outside += found.outside()
    print("\n".join(["", *(outside or ["every figure lies within its bounds"])]))
    return bool(outside)


if __name__ == "__main__":
    sys.exit(main())
