"""A look-ahead true-peak limiter: nothing passes its ceiling, and a normal session never meets it.

After Zölzer (ed.), DAFX, 2nd edition, section 4.2: peak detection, look-ahead by delaying the
signal, smoothing of the gain. With g the gain each frame needs, w the look-ahead and r the release:

    h[n] = min(g[n-w+1] … g[n])           trailing minimum: hold the gain of the worst peak ahead
    e[n] = min(h[n], e[n-1] + r)          linear release
    y[n] = mean of mean of e over w/2     two moving averages: a triangle as long as the look-ahead

The signal is delayed by w - 1 frames. Every e the triangle covers when a peak leaves is at most
that peak's g, so the smoothed gain has arrived in time and the ceiling holds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quietude.audio.true_peak import SIDE, interpolated_peaks
from quietude.units import gain_to_db

if TYPE_CHECKING:
    from quietude.audio.clip import Samples

LOOK_AHEAD_S = 0.005
RELEASE_PER_S = 12.0
"""Release rate, as linear gain per second: from a half to one in 42 ms.

A slower release would keep the gain low between the pulses of a voice and cost loudness.
"""

_UNITY_TOLERANCE = 1e-4
"""A gain this close to one counts as one when places are listed."""

_AT_ONCE = 2048
"""Frames smoothed or skipped at a time: one peak affects some thousand frames."""

MERGE_WITHIN_S = 1.0
"""Gain reductions closer together than this are listed as one."""


@dataclass(frozen=True, slots=True)
class GainReduction:
    """A place where a limiter lowered the gain.

    Attributes:
        start_frame: The first frame that was lowered.
        end_frame: The first frame after the last.
        reduction_db: The largest reduction, positive.
    """

    start_frame: int
    end_frame: int
    reduction_db: float


class LookAheadGain:
    """The gain of a limiter: down before each peak, and smooth.

    Args:
        sample_rate_hz: Frames per second.

    Attributes:
        delay: Frames by which the output lags the input.
        reach: Frames after a peak, even one that needs a gain of zero, until the gain is back.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        # Two boxcars in a row make a triangle as long as the look-ahead. One boxcar of that length
        # would be in time too, but its gain would set out and arrive with a corner.
        self._box = max(1, round(LOOK_AHEAD_S * sample_rate_hz / 2))
        self._window = 2 * self._box - 1
        self._release = RELEASE_PER_S / sample_rate_hz
        self.delay = self._window - 1
        self.reach = 2 * self._window + math.ceil(1.0 / self._release)
        self._needed = np.ones(self.delay)
        self._released = np.ones(self.delay)

    @property
    def idle(self) -> bool:
        """True once the gain is back at one; a peak still ahead has lowered it already."""
        return bool(self._released.min() >= 1.0)

    def process(self, needed: Samples) -> Samples:
        """Returns the gains to apply for the next gains needed: ``(frames,)``, from 0 to 1."""
        gain = np.ones(len(needed), dtype=np.float32)
        for start in range(0, len(needed), _AT_ONCE):
            part = needed[start : start + _AT_ONCE]
            if part.min() < 1.0 or not self.idle:
                gain[start : start + len(part)] = self._smoothed(part)
        return gain

    def _smoothed(self, needed: Samples) -> Samples:
        ahead = np.concatenate([self._needed, needed])
        released = self._release_from(_trailing_minimum(ahead, self._window))
        smooth = whole = np.concatenate([self._released, released])
        for _ in range(2):
            smooth = _moving_average(smooth, self._box)
        self._needed = ahead[len(needed) :]
        self._released = whole[len(needed) :]
        return smooth[-len(needed) :]

    def _release_from(self, held: Samples) -> Samples:
        """Limits the rise of the gain to the release: e[n] = min(h[n], e[n-1] + r)."""
        # Minus the slope r n, that is a running minimum of h[n] - r n.
        slope = self._release * np.arange(1, len(held) + 1)
        start = np.concatenate([[self._released[-1]], held - slope])
        return np.asarray(np.minimum.accumulate(start)[1:] + slope)


class Limiter:
    """Limits a stream; the output lags the input by ``delay`` frames.

    Args:
        ceiling: The highest true peak that may pass, linear.
        sample_rate_hz: Frames per second.
        channels: 1 or 2; both get the same gain, so the image stays in place.
    """

    def __init__(self, ceiling: float, sample_rate_hz: int, channels: int = 2) -> None:
        self._ceiling = ceiling
        self._line = LookAheadGain(sample_rate_hz)
        self.delay = self._line.delay + SIDE
        self._signal = np.zeros((self.delay + SIDE - 1, channels), dtype=np.float32)
        self._lowest = 1.0
        self._together = round(MERGE_WITHIN_S * sample_rate_hz)
        self._next = -self.delay
        self._held: list[GainReduction] = []

    @property
    def reduction_db(self) -> float:
        """The largest gain reduction so far, in dB; 0 if there was none."""
        return abs(gain_to_db(self._lowest))

    @property
    def gain_reductions(self) -> tuple[GainReduction, ...]:
        """Every gain reduction so far, in frames of the input."""
        return tuple(self._held)

    def process(self, block: Samples) -> Samples:
        """Limits the next frames ``(frames, channels)``; returns as many."""
        joined = np.concatenate([self._signal, block])
        frames = len(block)
        self._signal = joined[frames:]
        passed = joined[SIDE - 1 : SIDE - 1 + frames]
        gain = self._gain(joined[len(joined) - frames - 2 * SIDE + 1 :])
        if gain is not None:
            self._note(gain)
        self._next += frames
        return passed if gain is None else passed * gain[:, None]

    def _gain(self, padded: Samples) -> Samples | None:
        """The gain of the frames that leave now; None if it is one throughout."""
        peaks = interpolated_peaks(padded, self._ceiling)
        if self._line.idle and peaks.max(initial=0.0) <= self._ceiling:
            return None
        gain = self._line.process(gains_needed(peaks, self._ceiling))
        self._lowest = min(self._lowest, float(gain.min()))
        return gain

    def _note(self, gain: Samples) -> None:
        lowered = np.flatnonzero(gain < 1.0 - _UNITY_TOLERANCE)
        parts = np.flatnonzero(np.diff(lowered) > self._together) + 1
        for part in np.split(lowered, parts) if len(lowered) else ():
            start, end = self._next + int(part[0]), self._next + int(part[-1]) + 1
            most = abs(gain_to_db(float(gain[part].min())))
            if self._held and start - self._held[-1].end_frame <= self._together:
                before = self._held.pop()
                start, most = before.start_frame, max(before.reduction_db, most)
            self._held.append(GainReduction(start, end, most))


def gains_needed(peaks: Samples, ceiling: float) -> Samples:
    """The gain, at most one, that brings each magnitude down to a ceiling."""
    return np.asarray(np.minimum(1.0, ceiling / np.maximum(peaks, 1e-12)))


def _trailing_minimum(values: Samples, window: int) -> Samples:
    """The minimum over each value and the ``window - 1`` before it: that many values shorter."""
    # By doubling: from minima over 1, 2, 4, … values, in log2(window) passes.
    span = 1
    while 2 * span <= window:
        values = np.minimum(values[span:], values[:-span])
        span *= 2
    rest = window - span
    return np.minimum(values[rest:], values[: len(values) - rest])


def _moving_average(values: Samples, window: int) -> Samples:
    """The mean over each value and the ``window - 1`` before it: that many values shorter."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.asarray((sums[window:] - sums[:-window]) / window)
