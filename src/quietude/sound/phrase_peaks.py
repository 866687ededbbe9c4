"""The peaks of a phrase above a ceiling: found once, held down as often as it is heard."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.limiter import LookAheadGain, gains_needed
from quietude.audio.true_peak import SIDE, interpolated_peaks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

_AT_ONCE = 32_768
"""How many frames are looked at together: a long phrase at once takes its memory many times."""


@dataclass(frozen=True, slots=True)
class Excess:
    """Where a phrase is too high: a few frames in a thousand, so that all can be kept.

    Attributes:
        frames: Those frames, ascending: uint32.
        needed: The gain each of them needs, below 1: float32.
    """

    frames: NDArray[np.uint32]
    needed: NDArray[np.float32]


def find_excess(wave: Samples, ceiling: float) -> Excess:
    """Where the true peaks of a phrase rise above a ceiling.

    Args:
        wave: float32 ``(frames,)``, beginning and ending in silence.
        ceiling: Linear.
    """
    padded = np.pad(wave, (SIDE - 1, SIDE))[:, None]
    frames, needed = [], []
    for start in range(0, len(wave), _AT_ONCE):
        end = min(start + _AT_ONCE, len(wave))
        peaks = interpolated_peaks(padded[start : end + 2 * SIDE - 1], ceiling)
        high = np.flatnonzero(peaks > ceiling)
        frames.append((start + high).astype(np.uint32))
        needed.append(gains_needed(peaks[high], ceiling).astype(np.float32))
    return Excess(np.concatenate(frames), np.concatenate(needed))


def limit_peaks(wave: Samples, excess: Excess, sample_rate_hz: int) -> None:
    """Lower a phrase around its peaks, in place, as :class:`quietude.audio.limiter.Limiter` would.

    Args:
        wave: float32 ``(frames,)``.
        excess: Its own, by :func:`find_excess`.
        sample_rate_hz: Frames per second.
    """
    for first, last in _stretches(excess, LookAheadGain(sample_rate_hz).reach):
        line = LookAheadGain(sample_rate_hz)
        frames, needed = excess.frames[first:last], excess.needed[first:last]
        begin = max(0, int(frames[0]) - line.delay)
        end = min(len(wave), int(frames[-1]) + line.reach)
        gains = np.ones(end - begin + line.delay, dtype=np.float32)
        gains[frames - begin] = needed
        wave[begin:end] *= line.process(gains)[line.delay :]


def _stretches(excess: Excess, apart: int) -> Iterator[tuple[int, int]]:
    """First and last + 1 of the peaks that are felt together."""
    if not len(excess.frames):
        return
    after = np.flatnonzero(np.diff(excess.frames) > 2 * apart) + 1
    edges = [0, *after.tolist(), len(excess.frames)]
    yield from pairwise(edges)
