"""Measures the mix of a session beside the graph people write for ffmpeg, from the same stems.

    python scripts/bench_beside_ffmpeg.py [--exercise safe-place] [--minutes 10] [--bed ocean]
                                          [--voice ID]

Renders a session with its stems, and mixes the same voice, cues and bed with
ffmpeg: ``sidechaincompress`` (threshold 0.02, ratio 8, attack 20 ms, release 600 ms), ``amix``, and
``loudnorm=I=-16:TP=-1:LRA=11``, in one pass and in two. The bed goes in without its gain curve,
18 LU under the voice. Prints, for each:

- the voice, gated on its phrases, and the whole, in LUFS; the spread of phrases against the same
  phrases of the stem, from the 10th to the 90th percentile, LU: how much the voice was ridden;
- how far the bed moves within a phrase, from the 5th to the 95th percentile of steps of 50 ms after
  its first half second (median over phrases, dB), without what the bed does by itself;
- the bed in the first 0.2 s of a phrase over the middle of it (median, dB): a duck that comes late;
- the bed below the voice under words and in pauses of nine seconds and more, in LU (median).
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from quietude import Output, Request, Sound, render
from quietude.session.artefacts.stems import Stems
from quietude.sound.assets import find_bed
from quietude.sound.beds import open_bed
from sound_meters import HOP_S, RATE_HZ, SILENT, gated, lufs, powers, silences, spans, weighted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.plan.timeline import Timeline

    Array = NDArray[np.float64]

BED_UNDER_LU = 18.0
DUCK = "[bed][key]sidechaincompress=threshold=0.02:ratio=8:attack=20:release=600[ducked]"
LOUDNORM = "loudnorm=I=-16:TP=-1:LRA=11"
STEP = RATE_HZ // 20
HEAD = (
    "| mix | voice | whole | voice ridden | bed moves in a phrase | late at its start "
    "| bed under words | in pauses |\n|---|" + "---|" * 7
)


def ffmpeg(folder: Path, *arguments: str) -> str:
    """Runs ffmpeg in a folder, returns what it says."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-y", *arguments]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603
    return done.stderr


def mixed(folder: Path) -> dict[str, tuple[Array, Array]]:
    """The mix of ffmpeg and the bed in it, in one pass of loudnorm and in two."""
    inputs = ["-i", "stems/voice.wav", "-i", "stems/cues.wav", "-i", "plain-bed.wav"]
    graph = (
        f"[0:a]asplit[voice][key];[2:a]anull[bed];{DUCK};[ducked]asplit[under][alone];"
        "[voice][1:a][under]amix=inputs=3:duration=first:normalize=0[whole]"
    )
    outputs = ["-map", "[whole]", "-c:a", "pcm_f32le", "whole.wav"]
    outputs += ["-map", "[alone]", "-c:a", "pcm_f32le", "ducked.wav"]
    ffmpeg(folder, *inputs, "-filter_complex", graph, *outputs)
    told = ffmpeg(
        folder, "-i", "whole.wav", "-af", f"{LOUDNORM}:print_format=json", "-f", "null", "-"
    )
    found = json.loads(told[told.rindex("{") : told.rindex("}") + 1])
    second = (
        f"{LOUDNORM}:linear=true:measured_I={found['input_i']}:measured_TP={found['input_tp']}"
        f":measured_LRA={found['input_lra']}:measured_thresh={found['input_thresh']}"
    )
    whole, ducked = read(folder / "whole.wav"), read(folder / "ducked.wav")
    mixes = {}
    for name, graph in (("ffmpeg, one pass", LOUDNORM), ("ffmpeg, two passes", second)):
        ffmpeg(
            folder,
            "-i",
            "whole.wav",
            "-af",
            graph,
            "-ar",
            str(RATE_HZ),
            "-c:a",
            "pcm_f32le",
            "n.wav",
        )
        out = read(folder / "n.wav")[: len(whole)]
        out = np.pad(out, ((0, len(whole) - len(out)), (0, 0)))
        mixes[name] = (out, ducked * gain_between(whole, out)[:, None])
    return mixes


def gain_between(before: Array, after: Array) -> Array:
    """The gain of loudnorm at each frame, from the levels of what went in and what came out."""
    frames = len(before) // STEP * STEP
    levels = [
        np.sqrt(np.square(one[:frames]).reshape(-1, STEP * 2).mean(axis=1) + SILENT**2)
        for one in (before, after)
    ]
    at = (np.arange(frames // STEP) + 0.5) * STEP
    return np.asarray(np.interp(np.arange(len(before)), at, levels[1] / levels[0]))


def read(path: Path) -> Array:
    """The samples of a file, ``(frames, 2)``."""
    return np.asarray(soundfile.read(path, dtype="float64", always_2d=True)[0])


def row(name: str, whole: Array, bed: Array, stems: dict[str, Array], timeline: Timeline) -> str:
    """The row of one mix."""
    whole_k, bed_k, said_k = (powers(weighted(one)) for one in (whole, bed, stems["voice"]))
    said = spans(timeline)
    spoken = np.zeros(len(whole_k), dtype=bool)
    for start, end in said:
        spoken[start:end] = True
    voice = gated(whole_k[spoken])
    ridden = [gated(whole_k[a:b]) - gated(said_k[a:b]) for a, b in said]
    plain = level(stems["plain"])
    moves, late = [], []
    gain = level(bed) - plain
    for placed in timeline.placements:
        first, last = placed.start_frame // STEP + 1, placed.end_frame // STEP - 3
        if last - first > round(1.5 / HOP_S * 2):
            inner = gain[first + 10 : last]
            moves.append(float(np.subtract(*np.percentile(inner, (95, 5)))))
            late.append(float(gain[first : first + 4].mean() - np.median(inner)))
    under = [voice - lufs(float(bed_k[a:b].mean())) for a, b in said]
    pauses = [
        voice - lufs(float(bed_k[a:b].mean())) for a, b in silences(said, powers(stems["cues"]))
    ]
    figures = (
        voice, gated(whole_k), float(np.subtract(*np.percentile(ridden, (90, 10)))),
        float(np.median(moves)), float(np.median(late)), float(np.median(under)),
        float(np.median(pauses)) if pauses else np.nan,
    )  # fmt: skip
    return f"| {name} | {' | '.join(f'{one:.1f}' for one in figures)} |".replace("-", "−")


def level(samples: Array) -> Array:
    """The level of each 50 ms in dB."""
    whole = samples[: len(samples) // STEP * STEP].reshape(-1, STEP * samples.shape[1])
    return np.asarray(10 * np.log10(np.maximum(np.square(whole).mean(axis=1), 1e-14)))


def main() -> int:
    """Render, mix, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--exercise", default="safe-place", help="an id, or a definition")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--bed", default="ocean")
    parser.add_argument("--voice", default="auto")
    given = parser.parse_args()
    if not shutil.which("ffmpeg"):
        print("ffmpeg is not here", file=sys.stderr)
        return 1
    bed = find_bed(given.bed, Path())
    with TemporaryDirectory() as made_in:
        folder = Path(made_in)
        request = Request(
            duration_s=60 * given.minutes,
            voice=given.voice,
            accept_care_risks=True,
            sample_rate_hz=RATE_HZ,
        )
        output = Output(folder / "a.wav", artefacts=[Stems(folder / "stems")], cover="none")
        made = render(given.exercise, output, request, Sound(bed=bed))
        timeline = made.timeline
        stems = {part: read(folder / "stems" / f"{part}.wav") for part in ("voice", "bed", "cues")}
        loudness = made.audio[0].voice_lufs or -16.0
        source = open_bed(bed, RATE_HZ, loudness - BED_UNDER_LU, timeline.seed)
        stems["plain"] = source.open().read(timeline.total_frames).astype(np.float64)
        soundfile.write(folder / "plain-bed.wav", stems["plain"], RATE_HZ, "FLOAT")
        print(HEAD)
        print(row("Quietude", read(folder / "a.wav"), stems["bed"], stems, timeline))
        for name, (whole, under) in mixed(folder).items():
            print(row(name, whole, under, stems, timeline))
    return 0


if __name__ == "__main__":
    sys.exit(main())
