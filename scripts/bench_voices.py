"""Measures the voices of this machine: quality, word error rate, rate, processor time, memory.

Prints one table. For each voice: estimates of its quality as it is delivered, by two models; the
word error rate of a small recogniser for phrases as the engine says them, as they are delivered,
and in a finished session over rain at the usual level, each with its 95 % interval; the rate asked
for and reached; the engine's own processor time, its start included; the most memory one of its
processes held; seconds from nothing to the first phrase, on a machine as busy as it was. Then the
gain from several engines, and the errors of word times against those eSpeak gives. Word error rates
need pocketsphinx (``pip install pocketsphinx``), qualities ``pip install distillmos speechmos``.
Both are those of a machine; compare only like with like.

    python scripts/bench_voices.py [--rate 115] [--quick] [VOICE …]

Where Piper is installed without a voice, the tiny one of the tests stands in for it: it hums, so
it has a rate, a cost and no word error rate.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from measuring import Memory, all_s, children_s
from quietude import Request, render
from quietude._util import concurrency
from quietude.audio.clip import Clip, read_clip
from quietude.errors import SpeechError
from quietude.plan.model import Utterance
from quietude.script.reader import parse_script
from quietude.speech.alignment import RATE_HZ, open_aligner
from quietude.speech.cache import PhraseCache
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.piper import piper_present
from quietude.speech.engines.registry import chain_of
from quietude.speech.processing import process, trimmed_seconds
from quietude.speech.speaker import Speaker
from quietude.speech.speaking_rate import SENTENCES
from quietude.speech.voice_selection import open_voice, present_voices
from quietude.speech.word_times import word_times
from quietude.units import SAMPLE_RATE_HZ
from recogniser import Recogniser, error_rate, errors_in
from speech_quality import judged, open_judges

if TYPE_CHECKING:
    from collections.abc import Sequence

ESPEAK = "pyttsx3:gmw/en-us"
TINY = "piper:en_US-tiny-medium"
MORE = Path(__file__).with_name("bench_sentences.txt").read_text(encoding="utf-8").splitlines()
PAGE = Path(__file__).parents[1] / "docs" / "voices.md"
BEGIN, END = "<!-- bench: written by scripts/bench_voices.py --write -->", "<!-- end of bench -->"
_HEAD = (
    "| Voice | DistillMOS (least) | DNSMOS, P.808 | misheard as spoken | as delivered | in the mix "
    "| asked | got (wpm) | CPU s/s | MB | start s | spread LU |"
)
LISTENED = (*SENTENCES, *MORE[:40])
"""Sentences for the recogniser: 60 of the library. All hundred are used for word times."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One voice, with its measurements but for the word error rate.

    Attributes:
        asked_wpm: The rate asked for.
        start_s: Seconds from nothing to the first phrase.
        got_wpm: Words a minute, over the sentences that paces are measured with.
        cost: Seconds of processor time for a second of speech.
        memory_mb: The most that one of its processes held.
        spread_lu: Spread of the loudness of its phrases, in LU.
        dry: The sentences as the engine says them.
        mixed: The same in a finished file.
    """

    asked_wpm: int
    start_s: float
    got_wpm: float
    cost: float
    memory_mb: float
    spread_lu: float
    dry: list[Clip]
    mixed: list[Clip]


def main() -> None:
    """Speak with each voice in a process of its own, then listen to them all, then print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voices", nargs="*")
    parser.add_argument("--rate", type=int, help="words a minute; else the calm rate of each")
    parser.add_argument("--quick", action="store_true", help="no word error rates")
    parser.add_argument("--table", action="store_true", help="the table alone")
    parser.add_argument("--write", action="store_true", help="put the table into docs/voices.md")
    parser.add_argument("--into", type=Path, help="speak one voice, into a file of clips")
    arguments = parser.parse_args()
    if arguments.into:
        spoken = _speak(arguments.voices[0], arguments.rate)
        arguments.into.write_bytes(pickle.dumps(spoken))
        return
    with TemporaryDirectory(prefix="quietude-bench-") as folder:
        voices = arguments.voices or _present(Path(folder))
        rows = {
            voice: measured
            for voice in voices
            if (measured := _speak_apart(voice, arguments.rate, Path(folder)))
        }
        heard = {} if arguments.quick or not _can_listen() else _listen(rows)
    judges = open_judges()
    table = [_HEAD, "|---" * _HEAD.count(" | ") + "|---|"]
    for voice, spoken in rows.items():
        processed = [_processed(voice, clip) for clip in spoken.dry[: len(SENTENCES)]]
        cells = [
            f"`{voice}`",
            *judged(judges, processed),
            *heard.get(voice, ["-"] * 3),
            f"{spoken.asked_wpm}",
            f"{spoken.got_wpm:.1f}",
            f"{spoken.cost:.3f}",
            f"{spoken.memory_mb:.0f}",
            f"{spoken.start_s:.1f}",
            f"{spoken.spread_lu:.1f}",
        ]
        table.append(f"| {' | '.join(cells)} |")
    print("\n".join(table))
    if arguments.write:
        write_table(table)
    if not arguments.table:
        _engine_pools([voice for voice in rows if voice != TINY], arguments.rate or 115)
        _word_times(arguments.rate or 115)


def _present(folder: Path) -> list[str]:
    """eSpeak, and every better English voice there is; for a Piper without one, the tiny one."""
    english = [voice for voice in present_voices() if voice.language.startswith("en")]
    better = [voice.full_id for voice in english if voice.tier in {"natural", "good", "fair"}]
    tiny = piper_present() and not any(voice.engine == "piper" for voice in english)
    if tiny:
        sys.path.append(str(Path(__file__).parents[1] / "tests" / "helpers"))
        from tiny_voice import write_voice

        write_voice(folder)
    return [ESPEAK, *better, *([TINY] if tiny else [])]


def write_table(table: Sequence[str]) -> None:
    """Puts the table into its place in docs/voices.md."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    text = f"{before}{BEGIN}\n" + "\n".join(table) + f"\n{END}{after}"
    PAGE.write_text(text, encoding="utf-8")


def _processed(voice: str, clip: Clip) -> Clip:
    """A phrase as a session has it."""
    return process(clip, SAMPLE_RATE_HZ, chain_of(voice.partition(":")[0]))


def _speak_apart(voice: str, rate_wpm: int | None, folder: Path) -> Spoken | None:
    """Measures a voice in a process of its own, so that the memory is the voice's alone."""
    environment = dict(os.environ)
    if voice == TINY:
        environment["QUIETUDE_DATA_DIR"] = str(folder / "data")
        model = folder / f"{voice.partition(':')[2]}.onnx"
        command = [sys.executable, "-m", "quietude", "voices", "install", "--path", str(model)]
        subprocess.run(command, check=True, env=environment, capture_output=True)  # noqa: S603
    path = folder / "spoken"
    rate = ["--rate", str(rate_wpm)] if rate_wpm else []
    command = [sys.executable, __file__, *rate, "--into", str(path), voice]
    print(f"speaking: {voice}", file=sys.stderr)
    if subprocess.run(command, check=False, env=environment).returncode:  # noqa: S603
        return None
    spoken: Spoken = pickle.loads(path.read_bytes())  # noqa: S301  (our own)
    return spoken


def _speak(voice: str, asked_wpm: int | None) -> Spoken:
    try:
        began = time.monotonic()
        with Memory(own=False, every_s=0.005) as memory, open_voice(voice) as chosen:
            rate_wpm = asked_wpm or chosen.calm_wpm
            chosen.engine.speak(Phrase("Welcome.", chosen.voice, rate_wpm))
            start_s = time.monotonic() - began
            dry = [chosen.engine.speak(Phrase(text, chosen.voice, rate_wpm)) for text in LISTENED]
        # The engine has ended, so its time is known: there are no processes but its own.
        spent_s = children_s()
        mixed, spread_lu = _in_the_mix(voice, rate_wpm)
    except SpeechError as error:
        sys.exit(f"{voice}: {error.message}")
    cost = spent_s / sum(clip.seconds for clip in dry)
    seconds = sum(map(trimmed_seconds, dry[: len(SENTENCES)]))
    got = 60.0 * sum(len(text.split()) for text in SENTENCES) / seconds
    return Spoken(rate_wpm, start_s, got, cost, memory.largest_mb, spread_lu, dry, mixed)


def _in_the_mix(voice: str, rate_wpm: int) -> tuple[list[Clip], float]:
    """The sentences in a finished file over rain, and the spread of their loudness in LU."""
    lines = "".join(f"      - say: {json.dumps(text)}\n" for text in LISTENED)
    text = f"id: bench\ntitle: Bench\nbed: rain\nsections:\n  - title: All\n    steps:\n{lines}"
    with TemporaryDirectory(prefix="quietude-bench-") as folder:
        os.environ["QUIETUDE_CACHE_DIR"] = folder
        path = Path(folder) / "bench.flac"
        # These sentences are no session, so care rules do not apply to them.
        request = Request(voice=voice, rate_wpm=rate_wpm, accept_care_risks=True)
        result = render(parse_script(text, source="bench.yaml"), path, request)
        whole = read_clip(path)
    placements = {placed.utterance.text: placed for placed in result.timeline.placements}
    clips = [
        Clip(whole.samples[placed.start_frame : placed.end_frame], whole.sample_rate_hz)
        for placed in (placements[sentence] for sentence in LISTENED)
    ]
    return clips, round(result.narrator.spread_lu, 1)


def _engine_pools(voices: Sequence[str], rate_wpm: int) -> None:
    """Prints the time and the processor time of one engine and of several; the best of two runs."""
    cores = concurrency.cores()
    print(f"\n{len(LISTENED)} phrases by 1 engine and by {cores}: seconds, and CPU seconds")
    for voice in voices:
        spent: dict[int, list[tuple[float, float]]] = {1: [], cores: []}
        for size in (1, cores, 1, cores):
            spent[size].append(_time_to_speak(voice, rate_wpm, size))
        alone, alone_cpu = map(min, zip(*spent[1], strict=True))
        both, both_cpu = map(min, zip(*spent[cores], strict=True))
        print(
            f"  {voice:<22} {alone:5.1f} and {both:5.1f} s ({alone / both:.2f} times as fast), "
            f"CPU {alone_cpu:5.1f} and {both_cpu:5.1f} s"
        )


def _time_to_speak(voice: str, rate_wpm: int, engines: int) -> tuple[float, float]:
    """Seconds by the clock and of processor time, from opening the voice to the last clip."""
    began, before = time.monotonic(), all_s()
    with TemporaryDirectory(prefix="quietude-bench-") as folder, open_voice(voice) as chosen:
        cache = PhraseCache(Path(folder))
        speaker = Speaker(
            chosen.engine, cache, SAMPLE_RATE_HZ, another=chosen.another, cores=engines
        )
        lines = [Utterance(text, chosen.voice, rate_wpm, 0, 1) for text in LISTENED]
        speaker.speak_all(lines, lambda _done, _total: None)
        took = time.monotonic() - began
    return took, all_s() - before


def _can_listen() -> bool:
    try:
        Recogniser()
    except ImportError:
        print("(no word error rates: pocketsphinx is not installed)")
        return False
    return True


def _listen(rows: dict[str, Spoken]) -> dict[str, list[str]]:
    """The error rates of each voice as spoken, after the chain and in the mix."""
    voices = [voice for voice in rows if voice != TINY]
    print(f"listening to {len(voices) * 3 * len(LISTENED)} sentences", file=sys.stderr)
    jobs: list[tuple[str, Clip]] = []
    for voice in voices:
        warm = [_processed(voice, clip) for clip in rows[voice].dry]
        for clips in (rows[voice].dry, warm, rows[voice].mixed):
            jobs += zip(LISTENED, (clip.resampled(RATE_HZ) for clip in clips), strict=True)
    errors, size = errors_in(jobs), len(LISTENED)
    rates = [
        str(error_rate(LISTENED, errors[start : start + size]))
        for start in range(0, len(errors), size)
    ]
    return {voice: rates[3 * row : 3 * row + 3] for row, voice in enumerate(voices)}


def _word_times(rate_wpm: int) -> None:
    """Prints the errors of aligned and of proportional word times, against eSpeak's own."""
    aligner = open_aligner("en")
    if aligner is None:
        print("(no times of words: pocketsphinx is not installed)")
        return
    texts, missed = (*SENTENCES, *MORE), 0
    aligned: list[float] = []
    proportional: list[float] = []
    with open_voice(ESPEAK) as chosen:
        for text in texts:
            spoken = chosen.engine.speak(Phrase(text, chosen.voice, rate_wpm))
            clip = process(spoken, SAMPLE_RATE_HZ)
            starts = aligner.starts(text, clip)
            missed += not starts
            truths = clip.marks if starts else ()
            by_letters = word_times(text, replace(clip, marks=())).starts
            # The first word begins where the sound does, by any method.
            for truth, start, share in list(zip(truths, starts, by_letters, strict=False))[1:]:
                if truth >= 0 and start >= 0:
                    aligned.append(abs(start - truth) * 1000 / SAMPLE_RATE_HZ)
                    proportional.append(abs(share - truth) * 1000 / SAMPLE_RATE_HZ)
    print(f"\ntimes of {len(aligned)} words against eSpeak's own, in {len(texts)} sentences:")
    for name, off in (("found by alignment", aligned), ("shared by letters", proportional)):
        print(f"  {name:<20} median {np.median(off):4.0f} ms, p90 {np.percentile(off, 90):4.0f} ms")
    print(f"  {missed} sentences could not be aligned")


if __name__ == "__main__":
    main()
