"""Measures the voices of this machine: quality, word error rate, rate, processor time, memory.

Prints one table. For each voice: estimates of its quality as it is delivered, by two models; the
word error rate of a small recogniser for phrases as they are delivered, and in a finished session
over rain at the usual level, each with its 95 % interval; the rate asked for and reached; the
engine's own processor time, its start included; the most memory one of its processes held; seconds
from nothing to the first phrase, on a machine as busy as it was; the processor time of ten minutes
of a session with nothing in the cache, as a multiple of the same with everything there. Word error
rates need pocketsphinx (``pip install pocketsphinx``), qualities ``pip install distillmos
speechmos``. Both are those of a machine; compare only like with like.

    python scripts/bench_voices.py [--rate 115] [--quick] [--write] [--folder KEPT] [VOICE …]

With ``--folder``, what was measured is kept there, and a run that was broken off goes on.
``--write`` puts the table into docs/voice-figures.md, and its figures beside the engines, from
where ``voices list`` tells them. Where Piper is installed without a voice, the tiny one of the
tests stands in for that: tones have a rate, a cost and no word error rate.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pickle
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from measuring import Memory, children_s, cost_of
from quietude import Request, render
from quietude.audio.clip import Clip, read_clip
from quietude.errors import SpeechError
from quietude.script.parse import parse_script
from quietude.speech.alignment import RATE_HZ
from quietude.speech.cache import cache_key, user_cache
from quietude.speech.engines.base import Phrase
from quietude.speech.engines.neural.piper import piper_present
from quietude.speech.engines.registry import chain_of
from quietude.speech.processing import process, processing_of, trimmed_seconds
from quietude.speech.speaking_rate import SENTENCES
from quietude.speech.voice_selection import open_voice, present_voices
from quietude.speech.voices.measured import MEASURED_FILE, VoiceFigures, written_measured
from quietude.units import SAMPLE_RATE_HZ
from recogniser import ErrorRate, Recogniser, error_rate, errors_in
from speech_quality import Quality, open_judges, quality_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ESPEAK = "pyttsx3:gmw/en-us"
TINY = "piper:en_US-tiny-medium"
SAMPLED = {"kokoro": {"af_heart", "bm_george"}}
"""Voices that stand for the family of their engine, where speaking takes long."""
MORE = Path(__file__).with_name("bench_sentences.txt").read_text(encoding="utf-8").splitlines()
PAGE = Path(__file__).parents[1] / "docs" / "voice-figures.md"
BEGIN, END = "<!-- bench: written by scripts/bench_voices.py --write -->", "<!-- end of bench -->"
_HEAD = (
    "| Voice | DistillMOS (least) | DNSMOS, P.808 | misheard | in the mix | asked | got (wpm) "
    "| CPU s/s | MB | start s | spread LU | cold : warm |"
)
LISTENED = (*SENTENCES, *MORE[:40])
"""Sentences for the recogniser: 60 of the library."""
_SESSION = ["safe-place", "--duration", "10m", "--seed", "1"]
_SLOW_S = 0.2
"""Seconds of processor time for a second of speech, from which on no session is measured."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One voice, with its measurements but for what listens to it.

    Attributes:
        asked_wpm: The rate asked for.
        start_s: Seconds from nothing to the first phrase.
        got_wpm: Words a minute, over the sentences that paces are measured with.
        cost: Seconds of processor time for a second of speech.
        memory_mb: The most that one of its processes held.
        spread_lu: Spread of the loudness of its phrases, in LU.
        clean: The sentences as they are delivered.
        mixed: The same in a finished file.
    """

    asked_wpm: int
    start_s: float
    got_wpm: float
    cost: float
    memory_mb: float
    spread_lu: float
    clean: list[Clip] = field(repr=False)
    mixed: list[Clip] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One voice, with all its measurements.

    Attributes:
        spoken: Those of its speaking, without its clips.
        clean: Its word error rate as it is delivered; None if nobody listened.
        mixed: The same in the mix.
        quality: Estimates of its quality; None where the models are missing.
        cold: Processor time of a session with nothing in the cache, as a multiple of the same
            with everything there; None for a voice that takes too long.
    """

    spoken: Spoken
    clean: ErrorRate | None
    mixed: ErrorRate | None
    quality: Quality | None
    cold: float | None

    def cells(self, voice: str) -> list[str]:
        """The cells of its row in the table."""
        spoken, quality = self.spoken, self.quality
        return [
            f"`{voice}`",
            f"{quality.distillmos:.2f} ({quality.least:.2f})" if quality else "-",
            f"{quality.overall:.2f}, {quality.p808:.2f}" if quality else "-",
            str(self.clean or "-"),
            str(self.mixed or "-"),
            f"{spoken.asked_wpm}",
            f"{spoken.got_wpm:.1f}",
            f"{spoken.cost:.3f}",
            f"{spoken.memory_mb:.0f}",
            f"{spoken.start_s:.1f}",
            f"{spoken.spread_lu:.1f}",
            f"{self.cold:.1f}" if self.cold else "-",
        ]


def main() -> None:
    """Measures each voice, speaking in a process of its own, then prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voices", nargs="*")
    parser.add_argument("--rate", type=int, help="words a minute; else the calm rate of each")
    parser.add_argument("--quick", action="store_true", help="nobody listens or judges")
    parser.add_argument("--write", action="store_true", help="write docs/voice-figures.md")
    parser.add_argument("--folder", type=Path, help="keep what was measured, and go on from there")
    parser.add_argument("--into", type=Path, help="speak one voice, into a file of clips")
    arguments = parser.parse_args()
    if arguments.into:
        spoken = _speak(arguments.voices[0], arguments.rate)
        arguments.into.write_bytes(pickle.dumps(spoken))
        return
    with TemporaryDirectory(prefix="quietude-bench-") as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        rows: dict[str, Row] = {}
        for voice in arguments.voices or _present(folder):
            row = _kept_row(voice, arguments.rate, folder, quick=arguments.quick)
            if row:
                rows[voice] = row
                print(" | ".join(row.cells(voice)), file=sys.stderr)
    table = [_HEAD, "|---" * _HEAD.count(" | ") + "|---|"]
    table += [f"| {' | '.join(row.cells(voice))} |" for voice, row in rows.items()]
    print("\n".join(table))
    if arguments.write:
        _write_table(table)
        MEASURED_FILE.write_text(written_measured(_measured(rows)), encoding="utf-8")


def _present(folder: Path) -> list[str]:
    """eSpeak, and every better English voice there is; for a Piper without one, the tiny one."""
    english = [voice for voice in present_voices() if voice.language.startswith("en")]
    better = [
        voice.full_id
        for voice in english
        if voice.tier in {"natural", "good", "fair"}
        and voice.id in SAMPLED.get(voice.engine, {voice.id})
    ]
    tiny = piper_present() and not any(voice.engine == "piper" for voice in english)
    if tiny:
        sys.path.append(str(Path(__file__).parents[1] / "tests" / "helpers"))
        from tiny_voice import write_voice

        write_voice(folder)
    return [*better, *([TINY] if tiny else []), ESPEAK]


def _write_table(table: Sequence[str]) -> None:
    """Puts the table into its place in docs/voice-figures.md."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    text = f"{before}{BEGIN}\n" + "\n".join(table) + f"\n{END}{after}"
    PAGE.write_text(text, encoding="utf-8")


def _measured(rows: dict[str, Row]) -> dict[str, VoiceFigures]:
    """The figures that ``voices list`` tells, of the voices somebody listened to."""
    return {
        voice: VoiceFigures(
            round(row.quality.distillmos, 2), round(row.clean.rate, 3), round(row.mixed.rate, 3)
        )
        for voice, row in rows.items()
        if row.quality and row.clean and row.mixed
    }


def _kept_row(voice: str, rate_wpm: int | None, folder: Path, *, quick: bool) -> Row | None:
    """The row of a voice, from the folder if it is there."""
    path = folder / f"{voice.replace('/', '-').replace(':', '-')}.row"
    if path.is_file():
        kept: Row = pickle.loads(path.read_bytes())  # noqa: S301  (our own)
        return kept
    spoken = _speak_apart(voice, rate_wpm, folder)
    if spoken is None:
        return None
    print(f"listening: {voice}", file=sys.stderr)
    listens = not quick and voice != TINY
    rates = _listen([spoken.clean, spoken.mixed]) if listens and _can_listen() else [None, None]
    quality = quality_of(open_judges(), spoken.clean[: len(SENTENCES)]) if listens else None
    cold = _cold_to_warm(voice) if spoken.cost < _SLOW_S and voice != TINY else None
    row = Row(dataclasses.replace(spoken, clean=[], mixed=[]), rates[0], rates[1], quality, cold)
    path.write_bytes(pickle.dumps(row))
    return row


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
        with Memory(own=False, every_s=0.2) as memory, open_voice(voice) as chosen:
            rate_wpm = asked_wpm or chosen.calm_wpm
            chosen.engine.speak(Phrase("Welcome.", chosen.voice, rate_wpm))
            start_s = time.monotonic() - began
            identity = chosen.engine.identity(chosen.voice)
            chain = chain_of(identity.engine)
            phrases = [Phrase(text, chosen.voice, rate_wpm) for text in LISTENED]
            dry = [chosen.engine.speak(phrase) for phrase in phrases]
        # The engine has ended, so its time is known: there are no processes but its own.
        spent_s = children_s()
        clean = [process(clip, SAMPLE_RATE_HZ, chain) for clip in dry]
        keys = [
            cache_key(identity, phrase, processing_of(chain), SAMPLE_RATE_HZ) for phrase in phrases
        ]
        mixed, spread_lu = _in_the_mix(voice, rate_wpm, dict(zip(keys, clean, strict=True)))
    except SpeechError as error:
        sys.exit(f"{voice}: {error.message}")
    cost = spent_s / sum(clip.seconds for clip in dry)
    seconds = sum(map(trimmed_seconds, dry[: len(SENTENCES)]))
    got = 60.0 * sum(len(text.split()) for text in SENTENCES) / seconds
    return Spoken(rate_wpm, start_s, got, cost, memory.largest_mb, spread_lu, clean, mixed)


def _in_the_mix(voice: str, rate_wpm: int, spoken: dict[str, Clip]) -> tuple[list[Clip], float]:
    """The sentences in a finished file over rain, and the spread of their loudness in LU."""
    lines = "".join(f"      - say: {json.dumps(text)}\n" for text in LISTENED)
    text = f"id: bench\ntitle: Bench\nbed: rain\nsections:\n  - title: All\n    steps:\n{lines}"
    with TemporaryDirectory(prefix="quietude-bench-") as folder:
        os.environ["QUIETUDE_CACHE_DIR"] = folder
        for key, clip in spoken.items():
            user_cache().put(key, clip)  # so that nothing is spoken twice
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


def _cold_to_warm(voice: str) -> float:
    """Processor time of ten minutes with nothing spoken, as a multiple of that with all spoken."""
    command = [sys.executable, "-m", "quietude", "render", *_SESSION, "--voice", voice]
    before = os.environ.get("QUIETUDE_CACHE_DIR")
    with TemporaryDirectory(prefix="quietude-bench-") as folder:
        os.environ["QUIETUDE_CACHE_DIR"] = folder
        out = Path(folder) / "session.mp3"
        cold, warm = (
            cost_of([*command, "-o", str(out), "--overwrite"], Path(folder)) for _ in "12"
        )
    if before is None:
        del os.environ["QUIETUDE_CACHE_DIR"]
    else:
        os.environ["QUIETUDE_CACHE_DIR"] = before
    return cold.cpu_s / warm.cpu_s


def _can_listen() -> bool:
    try:
        Recogniser()
    except ImportError:
        print("(no word error rates: pocketsphinx is not installed)")
        return False
    return True


def _listen(groups: Sequence[Sequence[Clip]]) -> list[ErrorRate]:
    """The error rate of each row of the sentences."""
    jobs = [
        (text, clip.resampled(RATE_HZ))
        for clips in groups
        for text, clip in zip(LISTENED, clips, strict=True)
    ]
    errors, size = errors_in(jobs), len(LISTENED)
    starts = range(0, len(errors), size)
    return [error_rate(LISTENED, errors[start : start + size]) for start in starts]


if __name__ == "__main__":
    main()
