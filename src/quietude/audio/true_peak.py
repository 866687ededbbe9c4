"""True peaks: 4× oversampling, computed only where it can matter.

A windowed-sinc polyphase filter (16 taps on each side, Kaiser window with beta 9) finds the
three values between each pair of samples, as in BS.1770-4 Annex 2 but with a longer filter.
Segments that cannot exceed the peak looked for are skipped, by two upper bounds: the largest sample
times the largest gain of the filter; then, for the rest, the largest sample plus the most a curve
can rise over a straight line, from its second differences. On speech, whose peaks are round, that
leaves a few percent of the work.
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
"""Indices of a segment and of the neighbours its interpolation needs, from the first of them."""

_BATCH = 4
"""Segments in one matrix product: BLAS would start threads for more, and waiting costs more."""


@cache
def phase_filters() -> NDArray[np.float32]:
    """The filter for each point between two samples: shape ``(2 × SIDE, 3)``."""
    taps = np.arange(-SIDE + 1, SIDE + 1)
    distance = np.arange(1, _FACTOR) / _FACTOR - taps[:, None]
    inside = np.clip(1.0 - (distance / SIDE) ** 2, 0.0, 1.0)
    columns = np.sinc(distance) * np.i0(_BETA * np.sqrt(inside))
    return np.asarray(columns / columns.sum(axis=0), dtype=np.float32)


@cache
def segment_filter() -> NDArray[np.float32]:
    """The filter of a whole segment as one matrix: ``(2 × SIDE - 1 + 128, 3 × 128)``."""
    taps = phase_filters()
    matrix = np.zeros((2 * SIDE - 1 + _SEGMENT, _FACTOR - 1, _SEGMENT), dtype=np.float32)
    for frame in range(_SEGMENT):
        matrix[frame : frame + 2 * SIDE, :, frame] = taps
    return matrix.reshape(len(matrix), -1)


@cache
def largest_gain() -> float:
    """The largest ratio of an interpolated value to the largest sample around it."""
    return float(np.abs(phase_filters()).sum(axis=0).max())


def interpolated_peaks(padded: Samples, floor: float) -> Samples:
    """For each frame, the largest magnitude at it and up to the next, over all channels.

    Args:
        padded: ``(SIDE - 1 + frames + SIDE, 1 or 2)``: the frames with their neighbours.
        floor: Lowest peak of interest; below it the sample itself may be the result.

    Returns:
        float32 ``(frames,)``.
    """
    frames = len(padded) - 2 * SIDE + 1
    channels = [np.ascontiguousarray(padded[:, number]) for number in range(padded.shape[1])]
    if len(channels) > 1 and np.array_equal(channels[0], channels[1]):
        del channels[1]  # a voice alone: both channels are the same
    # Column by column: a maximum along a short second axis is many times slower in numpy.
    magnitudes = [np.abs(channel) for channel in channels]
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
    padded: Samples, segments: NDArray[np.int64], floor: float
) -> tuple[NDArray[np.int64], Samples]:
    """The largest magnitude between each frame of some segments and the next.

    Returns:
        The segments in which it may exceed the floor, and ``(n, 128)`` magnitudes for them.
    """
    # Past the end the last sample is repeated; it only affects frames nobody asked for.
    windows = padded.take(segments[:, None] * _SEGMENT + _WITHIN, mode="clip")
    high = _highest(windows) > floor
    segments = segments[high]
    batches = -(-len(segments) // _BATCH)
    chosen = np.zeros((batches * _BATCH, len(_WITHIN)), dtype=np.float32)
    chosen[: len(segments)] = windows[high]
    values = chosen.reshape(batches, _BATCH, len(_WITHIN)) @ segment_filter()
    by_phase = np.abs(values, out=values).reshape(-1, _FACTOR - 1, _SEGMENT)
    return segments, np.asarray(by_phase[: len(segments)].max(axis=1))


def _highest(windows: Samples) -> Samples:
    """Upper bound of the interpolated values in each window ``(n, frames)``: ``(n,)``."""
    slope, curvature = overshoot_factors()
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
def overshoot_factors() -> tuple[float, float]:
    """Bounds how far an interpolated value can lie from the line between its two samples.

    The filter minus linear interpolation sums to zero. So by summation by parts it is a sum over
    first differences; with their remainder moved to one place, a sum over second differences.

    Returns:
        The factors of the largest first and of the largest second difference.
    """
    slopes, curvatures = [], []
    for number, taps in enumerate(phase_filters().T.astype(np.float64), start=1):
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
    """The segments that have a sample above the threshold within the reach of the filter."""
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
        """Measures the next frames: ``(frames, channels)``."""
        if self._history is None:
            self._history = np.zeros((2 * SIDE - 1, block.shape[1]), dtype=np.float32)
        padded = np.concatenate([self._history, block])
        found = interpolated_peaks(padded, self._peak)
        self._peak = max(self._peak, float(found.max(initial=0.0)))
        self._history = padded[-(2 * SIDE - 1) :]

    def finish(self) -> float:
        """Returns the highest peak of everything so far, linear."""
        if self._history is not None:
            # The last frames still lack their right-hand neighbours: silence.
            tail = np.zeros((SIDE, self._history.shape[1]), dtype=np.float32)
            padded = np.concatenate([self._history, tail])
            self._peak = max(
                self._peak, float(interpolated_peaks(padded, self._peak).max(initial=0))
            )
        return self._peak
