"""Word error rates of a small recogniser, with their intervals.

The recogniser is pocketsphinx with its own English model (``pip install pocketsphinx``). Each
sentence is recognised separately, with the soft noise of any room, 47 dB under the peaks: digital
silence, which only machines make, has no logarithm, and cost eSpeak twenty per cent of its words.
"""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np

from quietude._util import concurrency
from quietude.speech.alignment import RATE_HZ, recogniser_pcm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quietude.audio.clip import Clip

_NOISE, _PAD_S = 0.003, 0.3
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """A word error rate and its 95 % interval, by bootstrap over sentences."""

    rate: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.rate:.0%} ({100 * self.low:.0f}-{100 * self.high:.0f})"


class Recogniser:
    """pocketsphinx, without its slow third pass and with a bound on its search.

    Raises:
        ImportError: if it is not installed.
    """

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder: Any = Decoder(
            samprate=RATE_HZ, loglevel="FATAL", fwdflat=False, maxhmmpf=3000
        )

    def words(self, clip: Clip) -> list[str]:
        """The words it hears in a clip."""
        pcm = recogniser_pcm(clip, round(_PAD_S * RATE_HZ), _NOISE)
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, full_utt=True)  # whole: nothing is carried over
        self._decoder.end_utt()
        heard = self._decoder.hyp()
        return plain(heard.hypstr) if heard else []


def errors_in(rows: Iterable[tuple[str, Clip]]) -> list[int]:
    """Number of misheard words of each text; works on all cores."""
    context = get_context("spawn")  # a recogniser does not survive a fork
    with ProcessPoolExecutor(concurrency.cores(), mp_context=context) as pool:
        return list(pool.map(_errors, rows, chunksize=4))


def error_rate(texts: Sequence[str], errors: Sequence[int]) -> ErrorRate:
    """The rate over all texts, and its 95 % interval (bootstrap over sentences)."""
    wrong, said = np.array(errors), np.array([len(plain(text)) for text in texts])
    drawn = np.random.default_rng(1).integers(len(texts), size=(_DRAWS, len(texts)))
    rates = wrong[drawn].sum(axis=1) / said[drawn].sum(axis=1)
    low, high = np.percentile(rates, (2.5, 97.5))
    return ErrorRate(float(wrong.sum() / said.sum()), float(low), float(high))


def plain(text: str) -> list[str]:
    """The words of a text in small letters, as they are compared."""
    return re.findall(r"[a-z']+", text.lower())


def distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words to insert, drop or change (Levenshtein distance)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, start=1):
        previous, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            change = previous + (word != other)
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, change)
    return row[-1]


@cache
def _recogniser() -> Recogniser:
    return Recogniser()


def _errors(row: tuple[str, Clip]) -> int:
    text, clip = row
    return distance(plain(text), _recogniser().words(clip))
