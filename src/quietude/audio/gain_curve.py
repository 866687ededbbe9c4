"""A gain that moves smoothly between points in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.units import db_to_gain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quietude.audio.clip import Samples


@dataclass(frozen=True, slots=True)
class Point:
    """The gain at one frame, in dB.

    Attributes:
        frame: The position.
        gain_db: The gain there.
        straight: True for a straight line in dB from the point before, as in a fade of many
            points; otherwise the curve is eased.
    """

    frame: int
    gain_db: float
    straight: bool = False


class GainCurve:
    """A gain in dB through points, eased between them, constant outside.

    Between two points the gain in dB follows 3t² - 2t³ (smoothstep: its slope is zero at both
    ends, so there is no corner), or a straight line if the second point says so. The gain of a
    frame depends only on the points, so blocks of any size give the same result.

    Args:
        points: At least one, by ascending frame; of several at one frame the last counts.
    """

    def __init__(self, points: Sequence[Point]) -> None:
        if not points:
            message = "a gain curve needs at least one point"
            raise ValueError(message)
        kept = {point.frame: point for point in points}
        if list(kept) != sorted(kept):
            message = "the points of a gain curve come in order"
            raise ValueError(message)
        self._frames = np.array(list(kept), dtype=np.int64)
        self._gains_db = np.array([point.gain_db for point in kept.values()], dtype=np.float64)
        self._straight = np.array([point.straight for point in kept.values()])

    def apply(self, block: Samples, start: int) -> Samples:
        """Returns a block ``(frames, channels)`` that starts at frame ``start``, scaled."""
        gain = self.read(start, len(block))
        if isinstance(gain, float):
            return block if gain == 1.0 else block * np.float32(gain)
        return block * gain[:, None]

    def read(self, start: int, frames: int) -> Samples | float:
        """Returns the linear gain of ``frames`` frames from ``start``.

        Returns:
            float32 of shape ``(frames,)``, or one number where the gain does not change.
        """
        end = start + frames
        first = int(np.searchsorted(self._frames, start, side="right"))
        last = int(np.searchsorted(self._frames, end - 1, side="right"))
        around = self._gains_db[max(first - 1, 0) : last + 1]
        if np.all(around == around[0]):
            return db_to_gain(float(around[0]))
        gain = np.empty(frames, dtype=np.float32)
        for right in range(first, last + 1):
            begins = start if right == first else int(self._frames[right - 1])
            ends = end if right == last else int(self._frames[right])
            gain[begins - start : ends - start] = self._between(right, begins, ends)
        return gain

    def at(self, frames: NDArray[np.int64]) -> NDArray[np.float64]:
        """Returns the linear gain at some frames, in any order."""
        right = np.searchsorted(self._frames, frames, side="right")
        low = self._gains_db[np.maximum(right - 1, 0)]
        high = self._gains_db[np.minimum(right, len(self._gains_db) - 1)]
        left_frame = self._frames[np.maximum(right - 1, 0)]
        span = self._frames[np.minimum(right, len(self._frames) - 1)] - left_frame
        t = (frames - left_frame) / np.maximum(span, 1)  # outside, low and high are the same
        straight = self._straight[np.minimum(right, len(self._frames) - 1)]
        way = np.where(straight, t, t * t * (3.0 - 2.0 * t))
        return np.asarray(10.0 ** ((low + (high - low) * way) / 20.0))

    def _between(self, right: int, begins: int, ends: int) -> Samples | float:
        """The linear gain of frames that all lie between point ``right - 1`` and ``right``."""
        gains_db = self._gains_db
        low, high = gains_db[max(right - 1, 0)], gains_db[min(right, len(gains_db) - 1)]
        if low == high:
            return db_to_gain(float(low))
        left = self._frames[right - 1]
        t = np.arange(begins - left, ends - left) / (self._frames[right] - left)
        way = t if self._straight[right] else t * t * (3.0 - 2.0 * t)
        gain_db = low + (high - low) * way
        return np.asarray(np.power(10.0, gain_db / 20.0), dtype=np.float32)
