"""Where a track is cut into a loop: at a quiet spot near its start and one like it near its end.

The levels of the track, tenth of a second by tenth, say which two stretches resemble one another
and are quiet; then the sound itself says at which shift they fit best, and how much they are alike.
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
"""How long the end is laid over the beginning; of a short track, a quarter of it."""

SHORTEST_HOPS = 50
"""A shorter loop would be heard as a rhythm of its own."""

_SEARCH_HOPS = 200
"""How far from each end the spots are looked for; of a short track, a quarter of it."""

_SILENT_DB = 30.0
"""What lies this far below the middle level at the ends of a track is lead-in or fade-out."""

_NOTHING_DB = 50.0
"""What lies this far below the loudest tenth of a second does not count for the middle level."""

_QUIETER_COUNTS, _LOST_COUNTS = 0.25, 0.02
_FLOOR = 1e-12
SHIFT_S = 1.0
"""How far the end may be shifted for the sound to fit: a beat of one a second."""
_ALIKE = 0.3
"""Where the sounds are alike by less than this at every shift, the levels alone decide."""


@dataclass(frozen=True, slots=True)
class LoopPoints:
    """A loop of a track, in tenths of a second.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        overlap: How much of its end is laid over its beginning.
    """

    start: int
    end: int
    overlap: int


def find_loop_points(powers: NDArray[np.float64]) -> LoopPoints:
    """Where to cut a track whose power in each tenth of a second is this."""
    levels = 10.0 * np.log10(np.maximum(powers, _FLOOR))
    middle = np.median(levels[levels > levels.max() - _NOTHING_DB])
    sounding = np.flatnonzero(levels > middle - _SILENT_DB)
    first, last = int(sounding[0]), int(sounding[-1]) + 1
    room = last - first
    overlap = max(1, min(CROSSFADE_HOPS, room // 4))
    reach = max(0, min(_SEARCH_HOPS, room // 4, (room - SHORTEST_HOPS) // 2))
    step = max(1, reach // 50)
    starts = np.arange(first, first + reach + 1, step)
    ends = np.arange(last - reach, last + 1, step)[::-1]
    windows = np.lib.stride_tricks.sliding_window_view(levels, overlap)
    heads, tails = windows[starts], windows[ends - overlap]
    differ = np.abs(heads[:, None] - tails[None]).mean(axis=2)
    loud = (heads.mean(axis=1)[:, None] + tails.mean(axis=1)[None]) / 2 - float(np.median(levels))
    lost = ((starts - first)[:, None] + (last - ends)[None]) / HOPS_PER_S
    cost = differ + _QUIETER_COUNTS * loud + _LOST_COUNTS * lost
    head, tail = np.unravel_index(int(np.argmin(cost)), cost.shape)
    return LoopPoints(int(starts[head]), int(ends[tail]), overlap)


def best_shift(head: Samples, tail: Samples) -> tuple[int, float]:
    """At which shift a stretch fits best into a longer one, and how much they are alike.

    The last shift, at which the levels were found to fit, where no other is better to speak of.

    Args:
        head: ``(n, 2)``.
        tail: ``(n + m, 2)``, with m shifts to choose from.

    Returns:
        The shift, from 0 to m, and the correlation there, from 0 to 1.
    """
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
    """One stretch laid over another with their power kept.

    With gains c and s, c² + s² = 1, sounds that are alike by ρ have the power 1 + 2ρcs together:
    divided by its root, identical sounds pass as they are, and foreign ones at equal power.

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
