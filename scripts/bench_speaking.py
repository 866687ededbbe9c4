"""Measures what several engines gain, and the times of words against those eSpeak gives.

    python scripts/bench_speaking.py [--rate 115] [VOICE …]

Times of words need pocketsphinx (``pip install pocketsphinx``). Unless others are named, the voices
are eSpeak's and, where they are here, flite's rms and hibari's heart.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from measuring import all_s
from quietude._util import concurrency
from quietude.plan.model import Utterance
from quietude.speech.alignment import open_aligner
from quietude.speech.cache import PhraseCache
from quietude.speech.engines.base import Phrase
from quietude.speech.processing import process
from quietude.speech.speaker import Speaker
from quietude.speech.speaking_rate import SENTENCES
from quietude.speech.voice_selection import open_voice, present_voices
from quietude.speech.word_times import word_times
from quietude.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence

ESPEAK = "pyttsx3:gmw/en-us"
MORE = Path(__file__).with_name("bench_sentences.txt").read_text(encoding="utf-8").splitlines()
LISTENED = (*SENTENCES, *MORE[:40])


def main() -> None:
    """Speaks with one engine and with several, then finds words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voices", nargs="*")
    parser.add_argument("--rate", type=int, default=115, help="words a minute")
    arguments = parser.parse_args()
    usual = {ESPEAK, "flite:rms", "hibari:heart"}
    here = [voice.full_id for voice in present_voices() if voice.full_id in usual]
    _engine_pools(arguments.voices or here, arguments.rate)
    _word_times(arguments.rate)


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
