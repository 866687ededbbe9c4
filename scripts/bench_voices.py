"""Measure the voices of this machine: how well they are understood, how fast, at what cost.

Word error rates need pocketsphinx (``pip install pocketsphinx``) and are those of a small
recogniser: of the phrase as the engine says it, after the voice chain, and in a finished session
over rain; compare only like with like. Time is the engine's own, its start included.

    python scripts/bench_voices.py [--rate 115] [VOICE …]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import resource
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from quietude import Request, render
from quietude.audio import Clip, read_clip
from quietude.errors import SpeechError
from quietude.script.reader import parse_script
from quietude.speech.choice import open_voice
from quietude.speech.engine import Phrase
from quietude.speech.pace import SENTENCES
from quietude.speech.processing import process, trimmed_seconds
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence

VOICES = ("pyttsx3:gmw/en-us", "flite:rms", "flite:slt", "flite:awb", "festival:slt")


class Recogniser:
    """pocketsphinx with its own English model.

    Args:
        quick: Whether it follows fewer guesses at a time, which takes little over half as long.
    """

    def __init__(self, *, quick: bool = False) -> None:
        from pocketsphinx import Decoder

        fewer = {"maxhmmpf": 3000, "maxwpf": 10} if quick else {}
        self._decoder: Any = Decoder(samprate=16_000, loglevel="FATAL", **fewer)

    def words(self, clip: Clip) -> list[str]:
        """What it hears."""
        samples = clip.resampled(16_000).samples
        samples = samples / max(float(np.abs(samples).max()), 1e-6) * 0.7
        pcm = (np.pad(samples, 4800) * 32767).astype("<i2").tobytes()
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, full_utt=True)
        self._decoder.end_utt()
        heard = self._decoder.hyp()
        return _words(heard.hypstr) if heard else []


class Memory:
    """The most memory a child process held while this was open; Linux only, else 0.

    The system's own figure for children that have ended starts with what their parent had when it
    started them, so it is looked up while they run.
    """

    def __init__(self) -> None:
        self.most_mb = 0.0
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_what: object) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        ours = Path("/proc/self/cmdline").read_bytes() if Path("/proc/self").exists() else b""
        while ours and not self._over.wait(0.005):
            for children in Path("/proc/self/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    for pid in children.read_text().split():
                        self._look_at(Path("/proc") / pid, ours)

    def _look_at(self, process: Path, ours: bytes) -> None:
        with contextlib.suppress(OSError):
            status = (process / "status").read_text()
            found = re.search(r"VmHWM:\s+(\d+) kB", status)
            # A child that has not become its program yet is still a copy of us.
            if found and (process / "cmdline").read_bytes() != ours:
                self.most_mb = max(self.most_mb, int(found[1]) / 1024)


def main() -> None:
    """Print a row for each voice, each from a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voices", nargs="*", default=VOICES)
    parser.add_argument("--rate", type=int, default=115)
    parser.add_argument("--quick", action="store_true", help="no word error rates")
    parser.add_argument("--one", action="store_true", help="one voice, in this process")
    arguments = parser.parse_args()
    if arguments.one:
        try:
            print(
                _row(
                    arguments.voices[0], arguments.rate, None if arguments.quick else _recogniser()
                )
            )
        except SpeechError as error:
            print(f"{arguments.voices[0]:<22} {error.message}")
        return
    if not arguments.quick and _recogniser() is None:
        print("(no word error rates: pocketsphinx is not installed)")
    print("voice                 asked  got wpm  WER dry  warm   mix  CPU s per s   MB  spread LU")
    for voice in arguments.voices:
        command = [sys.executable, __file__, "--one", "--rate", str(arguments.rate), voice]
        command += ["--quick"] if arguments.quick else []
        subprocess.run(command, check=True)  # noqa: S603  (ourselves)


def _row(voice: str, rate_wpm: int, recogniser: Recogniser | None) -> str:
    with Memory() as memory, open_voice(voice) as chosen:
        dry = [chosen.engine.speak(Phrase(it, chosen.voice, rate_wpm)) for it in SENTENCES]
    # Now that the engine has ended, its time is known: its processes are the only ones.
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = (spent.ru_utime + spent.ru_stime) / sum(it.seconds for it in dry)
    got = 60.0 * sum(len(it.split()) for it in SENTENCES) / sum(map(trimmed_seconds, dry))
    mixed, spread_lu = _in_the_mix(voice, rate_wpm)
    rates = "       -     -     -"
    if recogniser:
        warm = [process(it, SAMPLE_RATE_HZ) for it in dry]
        dry_rate, *others = (_error_rate(recogniser, it) for it in (dry, warm, mixed))
        rates = f"{dry_rate:>8.1%}" + "".join(f"{it:>6.1%}" for it in others)
    return (
        f"{voice:<22} {rate_wpm:>4} {got:>8.1f} {rates} {cost:>12.3f} "
        f"{memory.most_mb:>4.0f} {spread_lu:>6.1f}"
    )


def _in_the_mix(voice: str, rate_wpm: int) -> tuple[list[Clip], float]:
    """The sentences as they sound in a finished file over rain, and how their loudness differs."""
    lines = "".join(f"      - say: {json.dumps(it)}\n" for it in SENTENCES)
    text = f"id: bench\ntitle: Bench\nbed: rain\nsections:\n  - title: All\n    steps:\n{lines}"
    with TemporaryDirectory(prefix="quietude-bench-") as folder:
        os.environ["QUIETUDE_CACHE_DIR"] = folder
        path = Path(folder) / "bench.flac"
        request = Request(voice=voice, rate_wpm=rate_wpm)
        result = render(parse_script(text, source="bench.yaml"), path, request)
        whole = read_clip(path)
    places = {it.utterance.text: it for it in result.timeline.placements}
    clips = [
        Clip(whole.samples[it.start_frame : it.end_frame], whole.sample_rate_hz)
        for it in (places[sentence] for sentence in SENTENCES)
    ]
    return clips, float(result.receipt["voice"]["loudness_spread_lu"])


def _recogniser() -> Recogniser | None:
    try:
        return Recogniser()
    except ImportError:
        return None


def _error_rate(recogniser: Recogniser, clips: Sequence[Clip]) -> float:
    wrong = sum(
        _distance(_words(text), recogniser.words(clip))
        for text, clip in zip(SENTENCES, clips, strict=True)
    )
    return wrong / sum(len(_words(text)) for text in SENTENCES)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def _distance(said: list[str], heard: list[str]) -> int:
    """The fewest words to insert, drop or change (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, start=1):
        previous, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            change = previous + (word != other)
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, change)
    return row[-1]


if __name__ == "__main__":
    main()
