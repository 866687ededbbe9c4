"""Loop points of a track: a quiet spot near its start and a similar one near its end.

The search has two steps. First the levels of the track, in tenths of a second, are compared: the
cost of each pair of start and end adds up how much the two stretches differ in level, how loud
they are, and how much of the track would be lost. Then the samples around the best pair are
correlated, which gives the shift at which the waveforms fit best, and how alike they are there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

HOPS_PER_S = 10
CROSSFADE_HOPS = 60
"""Length of the crossfade from the end into the beginning; at most a quarter of the track."""

SHORTEST_HOPS = 50
"""A shorter loop would be heard as a rhythm of its own."""

_SEARCH_HOPS = 200
"""Search range at each end; at most a quarter of the track."""

_LEAD_IN_DB = 30.0
"""The ends of a track this far below its median level are lead-in or fade-out, and are cut off."""

_SILENT_DB = 50.0
"""Tenths of a second this far below the loudest one do not count for the median level."""

_LOUD_WEIGHT, _LOST_WEIGHT = 0.25, 0.02
"""Weights in the cost, beside a difference in dB: of a dB of level, of a second lost."""

_FLOOR = 1e-12

SHIFT_S = 1.0
"""The largest shift of the end: enough for a rhythm of one beat a second."""

_ALIKE = 0.3
"""With a lower correlation at every shift, the levels alone decide."""


@dataclass(frozen=True, slots=True)
class LoopPoints:
    """A loop of a track, in tenths of a second.

    Attributes:
        start: The first tenth.
        end: The first tenth after it.
        overlap: Length of the crossfade from its end into its beginning.
    """

    start: int
    end: int
    overlap: int


def find_loop_points(powers: NDArray[np.float64]) -> LoopPoints:
    """Returns the best loop of a track, from its power in each tenth of a second ``(n,)``."""
    levels = 10.0 * np.log10(np.maximum(powers, _FLOOR))
    middle = np.median(levels[levels > levels.max() - _SILENT_DB])
    sounding = np.flatnonzero(levels > middle - _LEAD_IN_DB)
    first, last = int(sounding[0]), int(sounding[-1]) + 1
    room = last - first
    overlap = max(1, min(CROSSFADE_HOPS, room // 4))
    reach = max(0, min(_SEARCH_HOPS, room // 4, (room - SHORTEST_HOPS) // 2))
    step = max(1, reach // 50)
    starts = np.arange(first, first + reach + 1, step)
    ends = np.arange(last - reach, last + 1, step)[::-1]
    windows = np.lib.stride_tricks.sliding_window_view(levels, overlap)
    heads, tails = windows[starts], windows[ends - overlap]
    # Every pair of start and end at once: starts along the first axis, ends along the second.
    differ = np.abs(heads[:, None] - tails[None]).mean(axis=2)
    loud = (heads.mean(axis=1)[:, None] + tails.mean(axis=1)[None]) / 2 - float(np.median(levels))
    lost = ((starts - first)[:, None] + (last - ends)[None]) / HOPS_PER_S
    cost = differ + _LOUD_WEIGHT * loud + _LOST_WEIGHT * lost
    head, tail = np.unravel_index(int(np.argmin(cost)), cost.shape)
    return LoopPoints(int(starts[head]), int(ends[tail]), overlap)


def best_shift(head: Samples, tail: Samples) -> tuple[int, float]:
    """Finds the shift at which a stretch fits best into a longer one, and the correlation there.

    If no shift fits well, it is the last: the one at which the levels were found to fit.

    Args:
        head: ``(n, 2)``.
        tail: ``(n + m, 2)``, with m shifts to choose from.

    Returns:
        The shift, from 0 to m, and the correlation there, from 0 to 1.
    """
    # Normalised cross-correlation: all products at once by FFT, divided by the energies.
    one, other = head.mean(axis=1, dtype=np.float64), tail.mean(axis=1, dtype=np.float64)
    points = 1 << (len(one) + len(other)).bit_length()
    spectrum = np.fft.rfft(other, points) * np.conj(np.fft.rfft(one, points))
    shifts = len(other) - len(one) + 1
    products = np.fft.irfft(spectrum, points)[:shifts]
    energies = np.cumsum(np.concatenate([[0.0], other**2]))
    there = energies[len(one) :][:shifts] - energies[:shifts]
    alike = products / np.sqrt(np.maximum(there * float(one @ one), _FLOOR))
    shift = int(np.argmax(alike))
    shift = shift if alike[shift] >= _ALIKE else shifts - 1
    return shift, float(np.clip(alike[shift], 0.0, 1.0))


def crossfaded(leaving: Samples, arriving: Samples, correlation: float) -> Samples:
    """Returns one stretch crossfaded into another at constant power.

    With gains c and s, c² + s² = 1, two sounds of correlation ρ have the power 1 + 2ρcs together.
    Divided by its root, identical sounds pass unchanged and uncorrelated ones at equal power
    (M. Fink, M. Holters, U. Zölzer, "Signal-matched power-complementary cross-fading and dry-wet
    mixing", DAFx-16, 2016).

    Args:
        leaving: ``(n, 2)``.
        arriving: ``(n, 2)``.
        correlation: ρ, from 0 to 1.
    """
    angle = (np.arange(len(leaving)) + 0.5) / max(len(leaving), 1) * (np.pi / 2)
    fade_out, fade_in = np.cos(angle), np.sin(angle)
    together = np.sqrt(1.0 + 2.0 * correlation * fade_out * fade_in)
    mixed = leaving * (fade_out / together)[:, None] + arriving * (fade_in / together)[:, None]
    return np.asarray(mixed, dtype=np.float32)
