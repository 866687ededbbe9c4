"""The peaks between the samples: 4× oversampling, only where it can matter.

A windowed-sinc polyphase filter (16 taps on each side, Kaiser window with beta 9) finds the
three values between each pair of samples, as in BS.1770-4 Annex 2 but with a longer filter. A
stretch that cannot exceed what is asked for is not interpolated at all. Two bounds tell: the
largest sample times the largest gain the filter can have; and, for what is left, the largest sample
plus what a curve can rise over a straight line, by its second differences. On speech, whose peaks
are round, that leaves a few percent of the work.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quietude.audio.clip import Samples

SIDE = 16
"""Taps on each side of the point between two samples; also the delay, in frames."""

_FACTOR = 4
_BETA = 9.0
_SEGMENT = 128
_WITHIN = np.arange(2 * SIDE - 1 + _SEGMENT)
"""A stretch and what its interpolation needs around it, from the first sample it needs."""

_BATCH = 4
"""How many stretches are interpolated by one product of matrices.

Products of this size stay below what makes a BLAS start threads, whose waiting costs more than
their work.
"""


@cache
def phases() -> NDArray[np.float32]:
    """The filter of each point between two samples: shape ``(2 × SIDE, 3)``."""
    taps = np.arange(-SIDE + 1, SIDE + 1)
    distance = np.arange(1, _FACTOR) / _FACTOR - taps[:, None]
    inside = np.clip(1.0 - (distance / SIDE) ** 2, 0.0, 1.0)
    columns = np.sinc(distance) * np.i0(_BETA * np.sqrt(inside))
    return np.asarray(columns / columns.sum(axis=0), dtype=np.float32)


@cache
def stretch_filter() -> NDArray[np.float32]:
    """The filter of a whole stretch: shape ``(2 × SIDE - 1 + 128, 3 × 128)``, phase by phase."""
    taps = phases()
    matrix = np.zeros((2 * SIDE - 1 + _SEGMENT, _FACTOR - 1, _SEGMENT), dtype=np.float32)
    for frame in range(_SEGMENT):
        matrix[frame : frame + 2 * SIDE, :, frame] = taps
    return matrix.reshape(len(matrix), -1)


@cache
def largest_gain() -> float:
    """The most an interpolated value can exceed the largest sample around it."""
    return float(np.abs(phases()).sum(axis=0).max())


def interpolated_peaks(padded: Samples, floor: float) -> Samples:
    """For each frame, the largest magnitude at it and up to the next, over all channels.

    Args:
        padded: ``(SIDE - 1 + frames + SIDE, 1 or 2)``: the frames with their neighbours.
        floor: Where no value can exceed this, the sample itself is answered.

    Returns:
        float32 ``(frames,)``.
    """
    frames = len(padded) - 2 * SIDE + 1
    channels = [np.ascontiguousarray(padded[:, it]) for it in range(padded.shape[1])]
    if len(channels) > 1 and np.array_equal(channels[0], channels[1]):
        del channels[1]  # a voice in the middle: both ears alike
    # Column by column: a maximum along a short second axis is many times slower in numpy.
    magnitudes = [np.abs(it) for it in channels]
    magnitude = magnitudes[0] if len(magnitudes) == 1 else np.maximum(*magnitudes)
    peaks = magnitude[SIDE - 1 : SIDE - 1 + frames].copy()
    loud = _loud_segments(magnitude, frames, floor / largest_gain())
    if len(loud):
        found = np.zeros(-(-frames // _SEGMENT) * _SEGMENT, dtype=np.float32)
        for channel in channels:
            which, between = _between(channel, loud, floor)
            rows = found.reshape(-1, _SEGMENT)
            rows[which] = np.maximum(rows[which], between)
        np.maximum(peaks, found[:frames], out=peaks)
    return peaks


def _between(
    padded: Samples, stretches: NDArray[np.int64], floor: float
) -> tuple[NDArray[np.int64], Samples]:
    """The largest magnitude between each frame of some stretches and the next.

    Returns:
        Those of the stretches where it may exceed the floor, and ``(n, 128)`` for them.
    """
    # Where the frames end, their last neighbour goes on: it is for frames that are not asked for.
    windows = padded.take(stretches[:, None] * _SEGMENT + _WITHIN, mode="clip")
    high = _highest(windows) > floor
    stretches = stretches[high]
    batches = -(-len(stretches) // _BATCH)
    chosen = np.zeros((batches * _BATCH, len(_WITHIN)), dtype=np.float32)
    chosen[: len(stretches)] = windows[high]
    values = chosen.reshape(batches, _BATCH, len(_WITHIN)) @ stretch_filter()
    by_phase = np.abs(values, out=values).reshape(-1, _FACTOR - 1, _SEGMENT)
    return stretches, np.asarray(by_phase[: len(stretches)].max(axis=1))


def _highest(windows: Samples) -> Samples:
    """What no interpolated value in a window ``(n, frames)`` can exceed, ``(n,)``."""
    slope, curvature = over_a_line()
    steps = windows[:, 1:] - windows[:, :-1]
    bends = steps[:, 1:] - steps[:, :-1]
    rise = slope * _row_peaks(steps) + curvature * _row_peaks(bends)
    return np.asarray(_row_peaks(windows) + rise)


def _row_peaks(rows: Samples) -> Samples:
    """The largest magnitude of each row; a maximum along a short axis is slow in numpy."""
    starts = np.arange(0, rows.size, rows.shape[1])
    return (
        np.asarray(np.maximum.reduceat(np.abs(rows).ravel(), starts)) if rows.size else rows[:, 0]
    )


@cache
def over_a_line() -> tuple[float, float]:
    """How far an interpolated value can lie from the line between its two samples.

    The filter less the line sums to nothing, so summed by parts it weighs first differences; less
    what remains of those at one place, summed once more, it weighs second differences.

    Returns:
        The most it takes of the largest first and of the largest second difference.
    """
    slopes, curvatures = [], []
    for number, taps in enumerate(phases().T.astype(np.float64), start=1):
        rest = taps.copy()
        rest[SIDE - 1] -= 1 - number / _FACTOR
        rest[SIDE] -= number / _FACTOR
        first = -np.cumsum(rest)[:-1]
        left_over = first.sum()
        first[SIDE - 1] -= left_over
        slopes.append(abs(left_over))
        curvatures.append(float(np.abs(np.cumsum(first)[:-1]).sum()))
    return max(slopes), max(curvatures)


def _loud_segments(magnitude: Samples, frames: int, threshold: float) -> NDArray[np.int64]:
    """The numbers of the segments in whose reach something exceeds the threshold."""
    if not frames or magnitude.max(initial=0.0) <= threshold:
        return np.zeros(0, dtype=np.int64)
    starts = np.arange(0, frames, _SEGMENT)
    highest = np.maximum.reduceat(magnitude, starts)
    # A segment's own frames lie SIDE - 1 further on, and it reaches SIDE beyond them.
    reach = np.maximum(highest, np.append(highest[1:], magnitude[starts[-1] :].max()))
    return np.flatnonzero(reach > threshold)


class TruePeakMeter:
    """Finds the highest true peak of a stream."""

    def __init__(self) -> None:
        self._peak = 0.0
        self._history: Samples | None = None

    def measure(self, block: Samples) -> None:
        """Look at the next frames: ``(frames, channels)``."""
        if self._history is None:
            self._history = np.zeros((2 * SIDE - 1, block.shape[1]), dtype=np.float32)
        padded = np.concatenate([self._history, block])
        found = interpolated_peaks(padded, self._peak)
        self._peak = max(self._peak, float(found.max(initial=0.0)))
        self._history = padded[-(2 * SIDE - 1) :]

    def finish(self) -> float:
        """The highest peak of everything so far, as a linear value."""
        if self._history is not None:
            # The last frames still wait for their right-hand neighbours: silence.
            tail = np.zeros((SIDE, self._history.shape[1]), dtype=np.float32)
            padded = np.concatenate([self._history, tail])
            self._peak = max(
                self._peak, float(interpolated_peaks(padded, self._peak).max(initial=0))
            )
        return self._peak
