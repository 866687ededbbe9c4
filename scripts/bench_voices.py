"""Measure the voices of this machine: how well they are understood, how fast, at what cost.

Word error rates need pocketsphinx (``pip install pocketsphinx``) and are those of a small
recogniser, with the phrase as the engine says it and after the voice chain; compare only like
with like.

    python scripts/bench_voices.py [--rate 115] [VOICE …]
"""

from __future__ import annotations

import argparse
import re
import resource
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude.errors import SpeechError
from quietude.speech.choice import open_voice
from quietude.speech.engine import Phrase
from quietude.speech.pace import SENTENCES
from quietude.speech.processing import process, trimmed_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quietude.audio import Clip

VOICES = ("pyttsx3:gmw/en-us", "flite:rms", "flite:slt", "flite:awb", "festival:slt")


class Recogniser:
    """pocketsphinx with its own English model."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder: Any = Decoder(samprate=16_000, loglevel="FATAL")

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


def main() -> None:
    """Print a row for each voice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voices", nargs="*", default=VOICES)
    parser.add_argument("--rate", type=int, default=115)
    arguments = parser.parse_args()
    recogniser = _recogniser()
    print("voice                 asked  got wpm  WER dry  WER warm  s per audio s  MB")
    for voice in arguments.voices:
        try:
            _row(voice, arguments.rate, recogniser)
        except SpeechError as error:
            print(f"{voice:<22} {error.message}")


def _row(voice: str, rate_wpm: int, recogniser: Recogniser | None) -> None:
    with open_voice(voice) as chosen:
        chosen.engine.speak(Phrase(SENTENCES[0], chosen.voice, rate_wpm))  # start what must start
        began = time.perf_counter()
        dry = [chosen.engine.speak(Phrase(it, chosen.voice, rate_wpm)) for it in SENTENCES]
        spent_s = time.perf_counter() - began
    words = sum(len(it.split()) for it in SENTENCES)
    got = 60.0 * words / sum(map(trimmed_seconds, dry))
    cost = spent_s / sum(it.seconds for it in dry)
    memory_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rates = "        -         -"
    if recogniser:
        warm = [process(it, 44_100) for it in dry]
        rates = f"{_error_rate(recogniser, dry):>8.1%} {_error_rate(recogniser, warm):>9.1%}"
    print(f"{voice:<22} {rate_wpm:>4} {got:>8.1f} {rates} {cost:>14.3f} {memory_mb:>4.0f}")


def _recogniser() -> Recogniser | None:
    try:
        return Recogniser()
    except ImportError:
        print("(no word error rates: pocketsphinx is not installed)")
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
