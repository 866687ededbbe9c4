"""Speed and memory of making a session, as ratios measured side by side in one run.

    python scripts/bench.py [--rounds 3] [--seconds 600] [--hours 8] [--vs ffmpeg]

The job: 80 phrases that are already in the cache, over the rain bed, ducked, to -16 LUFS and
-1 dBTP, as a 128 kb/s MP3. Each contender runs in a process of its own, in turn, round after round;
the table gives medians as ratios to the bare encoder, LAME at the same quality on the same audio.
With --vs, only those peers run beside ours and the bare encoder whose names hold that word; it may
be given more than once. With --hours, the memory of a session that long is measured as well, which
takes some minutes. Memory is that of all processes of a contender together, of a program without
the interpreter that starts it. Absolute seconds are left out: they say more about the machine than
about the program.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from measuring import Cost, cost_of
from quietude import Output, Request, outline, parse_script, render
from quietude.script.bed import LibraryBed
from quietude.sound.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydub import AudioSegment

PHRASES = 80
PART_S = 600.0
LINES = (
    "You may let the breath come and go in its own time.",
    "Perhaps notice the floor, and how it carries you today.",
    "There is nothing you have to do right now, and nowhere to be.",
    "If you like, picture someone small who is glad that you came.",
)


def definition(parts: int = 1) -> str:
    """The reference session, so many times over: phrases with pauses that stretch."""
    steps = "".join(
        f"      - {LINES[n % len(LINES)]} Number {n}.\n      - pause: 1-60s\n"
        for n in range(PHRASES // 2)
    )
    head = "id: bench\ntitle: Bench\nintensity: light\nbed: rain\n"
    sections = "".join(f"  - title: Part {n + 1}\n    steps:\n{steps}" for n in range(parts))
    return f"{head}sections:\n{sections}"


def session(folder: Path, seconds: float) -> None:
    """The whole of Quietude, from the definition to the verified file; ten minutes a part."""
    script = parse_script(definition(max(1, round(seconds / PART_S))))
    output = Output(folder / "session.mp3", overwrite=True)
    render(script, output, Request(duration_s=seconds, engine="pyttsx3"))


def mix_only(folder: Path, seconds: float) -> None:
    """Mixing and mastering, without an encoder."""
    from quietude.plan.fit import fit
    from quietude.session.planning import voiced_plan
    from quietude.sound.master import Master
    from quietude.sound.mix import Mix
    from quietude.speech.cache import user_cache
    from quietude.speech.speaker import Speaker
    from quietude.speech.voice_selection import open_voice

    del folder
    script = parse_script(definition())
    with open_voice(engine="pyttsx3", language=script.language) as chosen:
        request = Request(duration_s=seconds, voice=chosen.full_id)
        plan = voiced_plan(script, request, chosen, TARGETS["podcast"]).plan
        speaker = Speaker(chosen.engine, user_cache(), plan.sample_rate_hz)
        phrases = speaker.speak_all(plan.utterances(), lambda _done, _total: None)
    assert not phrases.spoken  # all of them are in the cache
    timeline = fit(plan, phrases.lengths, {})
    mix = Mix(timeline, phrases.clip, LibraryBed("rain"))
    gain_db = -16.0 - mix.integrated_lufs()
    for _ in Master(gain_db, -1.0, plan.sample_rate_hz).blocks(mix.blocks()):
        pass


def bare_lame(folder: Path, seconds: float) -> None:
    """LAME's library alone on the finished audio, at our quality and bit rate."""
    import lameenc

    from quietude.deliver.formats.mp3 import LAME_QUALITY

    del seconds
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(128)
    encoder.set_in_sample_rate(44_100)
    encoder.set_channels(2)
    encoder.set_quality(LAME_QUALITY)
    with (folder / "lame.mp3").open("wb") as file:
        for block in soundfile.blocks(folder / "reference.wav", 32_768, dtype="int16"):
            file.write(encoder.encode(block.tobytes()))
        file.write(encoder.flush())


def plain_pydub(folder: Path, seconds: float) -> None:
    """A usual pydub script: duck a bed slice by slice, overlay each phrase, measure, export."""
    voice, bed, starts_ms = pydub_parts(folder, seconds)
    for together in spoken_together(starts_ms, len(voice)):
        first_ms, last_ms = together[0] - 500, together[-1] + len(voice) + 1550
        bed = bed[:first_ms] + pydub_ducked(bed[first_ms:last_ms]) + bed[last_ms:]
    for start_ms in starts_ms:
        bed = bed.overlay(voice, position=start_ms)
    pydub_finish(bed, folder, seconds)


def frugal_pydub(folder: Path, seconds: float) -> None:
    """The same by someone who knows that pydub copies the whole at every overlay."""
    voice, bed, starts_ms = pydub_parts(folder, seconds)
    pieces, done_ms = bed[:0], 0
    for together in spoken_together(starts_ms, len(voice)):
        first_ms, last_ms = together[0] - 500, together[-1] + len(voice) + 1550
        ducked = pydub_ducked(bed[first_ms:last_ms])
        for start_ms in together:
            ducked = ducked.overlay(voice, position=start_ms - first_ms)
        pieces, done_ms = pieces + bed[done_ms:first_ms] + ducked, last_ms
    pydub_finish(pieces + bed[done_ms:], folder, seconds)


def pydub_parts(folder: Path, seconds: float) -> tuple[AudioSegment, AudioSegment, list[int]]:
    """A phrase, a bed long enough, and where the phrases start, in milliseconds."""
    from pydub import AudioSegment

    from quietude.sound.ambience.layers import GrainLayer
    from quietude.sound.assets import beds

    timeline = outline(parse_script(definition()), Request(duration_s=seconds))
    layer = next(layer for layer in beds()["rain"].layers if isinstance(layer, GrainLayer))
    loop = AudioSegment.from_file(layer.path) + layer.gain_db
    bed = loop
    while len(bed) < seconds * 1000:
        bed = bed.append(loop, crossfade=1000)
    starts_ms = [
        placed.start_frame * 1000 // timeline.sample_rate_hz for placed in timeline.placements
    ]
    return AudioSegment.from_file(folder / "phrase.wav"), bed, starts_ms


def pydub_ducked(piece: AudioSegment) -> AudioSegment:
    """A slice that goes down at its beginning and up again at its end, with pydub's own ramps."""
    lowered = piece.fade(to_gain=-12, start=0, duration=350)
    return lowered.fade(to_gain=12, start=len(lowered) - 1200, duration=1200)


def pydub_finish(mixed: AudioSegment, folder: Path, seconds: float) -> None:
    """Fades, the loudness, and the file."""
    import pyloudnorm

    mixed = mixed[: round(seconds * 1000)].fade_in(4000).fade_out(8000)
    samples = np.array(mixed.get_array_of_samples(), dtype=np.float64).reshape(-1, 2) / 32768
    found = pyloudnorm.Meter(mixed.frame_rate).integrated_loudness(samples)
    mixed.apply_gain(-16.0 - found).export(folder / "pydub.mp3", format="mp3", bitrate="128k")


def spoken_together(starts_ms: list[int], length_ms: int) -> list[list[int]]:
    """The phrases, by their starts, that have less than three seconds between them."""
    spans = [starts_ms[:1]]
    for start_ms in starts_ms[1:]:
        if start_ms - spans[-1][-1] - length_ms < 3000:  # noqa: PLR2004  (as our own mix has it)
            spans[-1].append(start_ms)
        else:
            spans.append([start_ms])
    return spans


def lame_program(folder: Path, seconds: float) -> None:
    """The lame program as people call it, ``lame -b 128``, on the finished audio."""
    del seconds
    subprocess.run(
        ["lame", "--quiet", "-b", "128", "reference.wav", "lame-program.mp3"],  # noqa: S607
        cwd=folder, check=True,
    )  # fmt: skip


def ffmpeg_fastest(folder: Path, seconds: float) -> None:
    """Ffmpeg's own fastest way: mix and measure, then raise and limit at four times the rate.

    The narration lies ready in one file, which is less work than placing eighty phrases.
    """
    graph = (
        "[1:a]volume=-6dB[bed];[0:a]asplit[voice][key];"
        "[bed][key]sidechaincompress=threshold=0.02:ratio=6:attack=200:release=1200[ducked];"
        "[voice][ducked]amix=inputs=2:duration=first:normalize=0,afade=t=in:d=4,ebur128"
    )
    inputs = ["-i", "reference.wav", "-stream_loop", "-1", "-i", "bed.wav", "-t", str(seconds)]
    mixed = subprocess.run(  # noqa: S603
        ["ffmpeg", "-hide_banner", "-nostats", "-y", *inputs, "-filter_complex", graph,  # noqa: S607
         "-c:a", "pcm_f32le", "mixed.wav"],
        cwd=folder, check=True, capture_output=True, text=True,
    )  # fmt: skip
    measured = float(mixed.stderr.rpartition("I:")[2].split()[0])
    limit = (
        f"volume={-16 - measured}dB,aresample=176400,alimiter=limit=0.84:level=0,aresample=44100"
    )
    subprocess.run(  # noqa: S603
        ["ffmpeg", "-v", "error", "-y", "-i", "mixed.wav", "-af", limit, "-b:a", "128k", "f.mp3"],  # noqa: S607
        cwd=folder, check=True,
    )  # fmt: skip


def ffmpeg_two_pass(folder: Path, seconds: float) -> None:
    """ffmpeg: sidechain ducking of a looped bed under the narration, loudnorm in two passes."""
    graph = (
        "[1:a]volume=-6dB[bed];[0:a]asplit[voice][key];"
        "[bed][key]sidechaincompress=threshold=0.02:ratio=6:attack=200:release=1200[ducked];"
        "[voice][ducked]amix=inputs=2:duration=first:normalize=0,loudnorm=I=-16:TP=-1:LRA=20"
    )
    inputs = ["-i", "reference.wav", "-stream_loop", "-1", "-i", "bed.wav", "-t", str(seconds)]
    for output in (["-f", "null", "-"], ["-ar", "44100", "-b:a", "128k", "ffmpeg.mp3"]):
        subprocess.run(  # noqa: S603
            ["ffmpeg", "-v", "error", "-y", *inputs, "-filter_complex", graph, *output],  # noqa: S607
            cwd=folder, check=True,
        )  # fmt: skip


OURS = "Quietude, whole path"
CONTENDERS = {
    "bare LAME, same audio": bare_lame,
    OURS: session,
    "Quietude, mix and master only": mix_only,
    "pydub, duck, overlay, measure": plain_pydub,
    "pydub, the same, slice by slice": frugal_pydub,
    "lame -b 128, same audio": lame_program,
    "ffmpeg, mix and measure, limit": ffmpeg_fastest,
    "ffmpeg, two-pass loudnorm": ffmpeg_two_pass,
}
NEEDS = {
    "pydub, duck, overlay, measure": "pyloudnorm",
    "pydub, the same, slice by slice": "pyloudnorm",
    "lame -b 128, same audio": "lame",
    "ffmpeg, mix and measure, limit": "ffmpeg",
    "ffmpeg, two-pass loudnorm": "ffmpeg",
}
"""The program or package that a contender needs besides ours."""

PROGRAMS = {"lame", "ffmpeg"}
"""Contenders measured without the interpreter, which only starts them."""


def is_here(needed: str) -> bool:
    """Returns True if a program or a package is installed; pyloudnorm needs ffmpeg as well."""
    if needed == "pyloudnorm":
        return bool(find_spec(needed) and shutil.which("ffmpeg"))
    return bool(shutil.which(needed))


def prepare(folder: Path, seconds: float) -> None:
    """Makes what every contender starts from: spoken phrases, the finished audio, a bed."""
    os.environ["QUIETUDE_CACHE_DIR"] = str(folder / "cache")
    session(folder, seconds)
    data, rate_hz = soundfile.read(folder / "session.mp3", dtype="float32")
    soundfile.write(folder / "reference.wav", data, rate_hz, "PCM_16")
    soundfile.write(folder / "bed.wav", data[: rate_hz * 60] * 0.1, rate_hz, "PCM_16")
    tone = 0.2 * np.sin(np.arange(3 * rate_hz) / 40)
    soundfile.write(folder / "phrase.wav", np.stack([tone, tone], axis=1), rate_hz, "PCM_16")


def run(name: str, folder: Path, seconds: float) -> Cost:
    """One contender in a process of its own, with all that it starts; a program by itself."""
    code = f"import bench; bench.CONTENDERS[{name!r}](bench.Path({str(folder)!r}), {seconds})"
    return cost_of(
        [sys.executable, "-c", code], Path(__file__).parent, own=NEEDS.get(name) not in PROGRAMS
    )


def contenders(words: Sequence[str] = ()) -> list[str]:
    """The bare encoder, ours, and the peers whose names hold one of some words; all without any."""
    peers = [peer for peer in NEEDS if not words or any(word in peer for word in words)]
    return [contender for contender in CONTENDERS if contender not in NEEDS or contender in peers]


def main() -> None:
    """Run everyone in turn and print the medians as ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=PART_S)
    parser.add_argument("--hours", type=float, help="measure the memory of this length as well")
    parser.add_argument(
        "--vs", action="append", choices=("lame", "ffmpeg", "pydub"), help="beside these alone"
    )
    arguments = parser.parse_args()
    wanted = contenders(arguments.vs or ())
    names = [
        contender for contender in wanted if contender not in NEEDS or is_here(NEEDS[contender])
    ]
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory(prefix="quietude-bench-") as name:
        folder = Path(name)
        prepare(folder, arguments.seconds)
        for _ in range(arguments.rounds):
            for contender in names:
                costs[contender].append(run(contender, folder, arguments.seconds))
        long = arguments.hours and run(OURS, folder, arguments.hours * 3600).memory_mb
    base = costs[names[0]]
    print(f"{arguments.seconds:g} s session, medians of {arguments.rounds} interleaved rounds")
    print(f"{'':<32}{'wall':>8}{'CPU':>8}{'peak MB':>9}")
    for contender in names:
        pairs = list(zip(costs[contender], base, strict=True))
        wall = statistics.median(cost.wall_s / lame.wall_s for cost, lame in pairs)
        cpu = statistics.median(cost.cpu_s / lame.cpu_s for cost, lame in pairs)
        memory = statistics.median(cost.memory_mb for cost in costs[contender])
        print(f"{contender:<32}{wall:>8.2f}{cpu:>8.2f}{memory:>9.0f}")
    if long:
        usual = statistics.median(cost.memory_mb for cost in costs[OURS])
        print(f"{arguments.hours:g} hours: {long:.0f} MB, {long / usual:.2f} of the usual length's")
    for missing in [contender for contender in wanted if contender not in names]:
        print(f"{missing:<32}  skipped: {NEEDS[missing]} is not here")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
